//! What can go wrong between Foyer and its database, apart from the clashes that a commit names.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::Key;

/// A failure of the database or of a row in it. None of it is the caller's fault, none of it is shown.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row cannot be read as what it should be. Never treated as "not found".
    #[error("the row {key} is corrupt at {field}: {problem}")]
    Corrupt {
        /// Which row.
        key: Key,
        /// Where in it.
        field: String,
        /// What is wrong.
        problem: String,
    },
    /// The database is too busy; trying again later helps.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The database did not answer, or answered with a failure of its own.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database refused the call as wrong: a defect or a missing permission.
    #[error("the database refused a call: {0}")]
    Refused(String),
}

const BUSY: &[&str] = &[
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TransactionConflictException",
    "TransactionInProgressException",
];

impl<E> From<SdkError<E>> for StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E>) -> Self {
        let code = error.code().unwrap_or("").to_owned();
        let served = matches!(error, SdkError::ServiceError(_));
        let text = aws_sdk_dynamodb::error::DisplayErrorContext(error).to_string();
        match code.as_str() {
            busy if BUSY.contains(&busy) => Self::Busy(text),
            "InternalServerError" => Self::Unavailable(text),
            _ if served => Self::Refused(text),
            _ => Self::Unavailable(text),
        }
    }
}
