//! Sessions (table `sessions`).

use foyer_domain::id::AccountId;
use foyer_domain::identity::{Account, Session};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::entity::{read, text};
use crate::key::account_pk;
use crate::page::{Page, PageRequest};
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

/// A session as a row; the token itself is not in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionRow {
    /// SHA-256 of the token's secret part, in hexadecimal.
    pub digest: String,
    /// The session.
    pub session: Session,
}

impl Entity for SessionRow {
    const KIND: &'static str = "session";
    const TABLE: Table = Table::Sessions;

    fn key(&self) -> Key {
        Key::session(self.session.account_id, &self.digest)
    }

    fn expires(&self) -> Option<i64> {
        Some(self.session.expires_at.as_second())
    }
}

impl Store {
    /// A session and the account it belongs to, in one call: whatever changed about either acts on the
    /// next request.
    pub async fn session_and_account(
        &self,
        account: AccountId,
        digest: &str,
    ) -> Result<Option<(Versioned<SessionRow>, Versioned<Account>)>, StoreError> {
        let wanted = vec![(Table::Sessions, Key::session(account, digest)), (Table::Identity, Key::account(account))];
        let mut session = None;
        let mut owner = None;
        for item in self.batch_get(wanted, Freshness::Strong).await? {
            if text(&item, "kind") == Some(SessionRow::KIND) {
                session = Some(read(item)?);
            } else {
                owner = Some(read(item)?);
            }
        }
        Ok(session.zip(owner))
    }

    /// The account's sessions that are not over at `now`, up to 100.
    pub async fn sessions(&self, account: AccountId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let page = PageRequest { limit: 100, after: None };
        let rows: Page<SessionRow> = self.query(Table::Sessions, &account_pk(account), "SESSION#", &page).await?.read()?;
        Ok(rows.rows.into_iter().map(|row| row.session).filter(|session| now < session.expires_at).collect())
    }

    /// Ends a session. Ending one that is gone is no error.
    pub async fn end_session(&self, account: AccountId, digest: &str) -> Result<(), StoreError> {
        self.delete(Table::Sessions, &Key::session(account, digest)).await
    }
}

impl Commit {
    /// Begins a session.
    pub fn begin_session(self, row: &SessionRow) -> Self {
        self.create(row, Clash::Exists)
    }
}
