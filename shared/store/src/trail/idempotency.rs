//! Answers kept by idempotency key, written in the transaction of the change they answer.

use foyer_domain::id::IdentityId;
use foyer_domain::time::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

/// How long an answer is kept.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// An answer that was given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// Who asked.
    pub identity_id: IdentityId,
    /// What.
    pub operation: String,
    /// With which key.
    pub key: String,
    /// Digest of what was asked.
    pub fingerprint: String,
    /// The status that was answered.
    pub status: u16,
    /// The `Location` that was answered.
    pub location: Option<String>,
    /// The body that was answered, as JSON.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

impl Entity for Answer {
    const KIND: &'static str = "answer";
    /// Beside the sessions: an answer belongs to who asked, and is gone a day later.
    const TABLE: Table = Table::Sessions;

    fn key(&self) -> Key {
        Key::idempotency(self.identity_id, &self.operation, &self.key)
    }

    fn expires(&self) -> Option<i64> {
        Some((self.at + LIFE).as_second())
    }
}

impl Store {
    /// The answer given to a key, if there is one that has not expired.
    pub async fn answer(
        &self,
        identity: IdentityId,
        operation: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Versioned<Answer>>, StoreError> {
        let answer = self.get::<Answer>(&Key::idempotency(identity, operation, key)).await?;
        Ok(answer.filter(|answer| now < answer.value.at + LIFE))
    }
}

impl Commit {
    /// Keeps the answer with the change.
    pub fn remember(self, answer: &Answer) -> Self {
        self.create_unless_alive(answer, u64::try_from(answer.at.as_second()).unwrap_or(0), Clash::KeyUsed)
    }
}
