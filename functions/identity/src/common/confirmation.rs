//! The second confirmation of a deletion (S000-26): what a preview gave, for what it showed, to who saw it.

use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_kit::Problem;
use foyer_store::CursorKey;

use crate::common::managed::{ManagedAccount, Scope};
use crate::problems;

/// How long one has to think.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// What is confirmed.
#[derive(Debug, Clone)]
pub struct Confirmation {
    identity: String,
    version: u64,
    until: Timestamp,
}

const PURPOSE: &str = "deletion";

impl Confirmation {
    /// For the identity as it was shown at `now`.
    pub fn new(shown: &ManagedAccount, now: Timestamp) -> Self {
        Self { identity: shown.asked().identity.identity_id.to_string(), version: shown.account.version, until: now + LIFE }
    }

    /// Until when it holds.
    pub fn expires_at(&self) -> Timestamp {
        self.until
    }

    /// The text that confirms. `key` is of the session that saw the preview.
    pub fn seal(&self, key: &CursorKey, scope: Scope) -> String {
        key.seal(PURPOSE, &format!("{} {} {} {}", self.identity, scope.as_str(), self.version, self.until.as_millisecond()))
    }

    /// Whether `text` confirms the deletion of what there is now.
    pub fn check(text: &str, key: &CursorKey, scope: Scope, now_there: &ManagedAccount, now: Timestamp) -> Result<(), Problem> {
        let opened = key.open(PURPOSE, text).map_err(|_| problems::no_confirmation())?;
        let parts: Vec<&str> = opened.split(' ').collect();
        let [identity, confirmed, version, until] = parts[..] else {
            return Err(problems::no_confirmation());
        };
        let current = Self::new(now_there, now);
        if identity != current.identity || confirmed != scope.as_str() {
            return Err(problems::no_confirmation());
        }
        let alive = until.parse().is_ok_and(|until: i64| now.as_millisecond() < until);
        if !alive || version != current.version.to_string() {
            return Err(problems::outdated_confirmation());
        }
        Ok(())
    }
}
