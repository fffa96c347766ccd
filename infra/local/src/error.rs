//! Why the system cannot be started or does not go on.

use std::path::PathBuf;

/// Why the system cannot be started or does not go on. The sentences are for the person at the laptop.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// The template says something that is not understood here.
    #[error("the templates: {0}")]
    Template(String),
    /// The template and the program do not fit together.
    #[error("the template and the functions do not fit together: {0}")]
    Wiring(String),
    /// A file cannot be used.
    #[error("{} cannot be used: {problem}", path.display())]
    Data {
        /// Which file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// The data was written by another version.
    #[error("{} was left by another version: {problem}. Remove the directory, or name another one with --data", path.display())]
    OtherVersion {
        /// Which file.
        path: PathBuf,
        /// How that is seen.
        problem: String,
    },
    /// The embedded database failed.
    #[error("the embedded database: {0}")]
    Database(String),
    /// The queues or messages failed.
    #[error("the queues: {0}")]
    Queues(#[from] rusqlite::Error),
    /// Something else serves on the port.
    #[error("the port {0} is taken; name another one with --port")]
    PortTaken(u16),
    /// A socket failed.
    #[error("the network: {0}")]
    Network(#[from] std::io::Error),
    /// An operation failed that was invoked directly.
    #[error("{0}")]
    Operation(String),
    /// JSON that should have been well formed was not.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<dynoxide::DynoxideError> for LocalError {
    fn from(error: dynoxide::DynoxideError) -> Self {
        Self::Database(error.to_string())
    }
}
