//! Sessions (table `sessions`).

use foyer_domain::id::AccountId;
use foyer_domain::identity::{Account, Session};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ahead::Ahead;
use crate::key::account_pk;
use crate::loaded::Unseen;
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
    /// next request. Beside them the rows of `ahead`, for [`Store::accept`] if the session turns out to be good.
    pub async fn session_and_account(
        &self,
        account: AccountId,
        digest: &str,
        ahead: Vec<Ahead>,
    ) -> Result<Option<(Versioned<SessionRow>, Versioned<Account>, Unseen)>, StoreError> {
        let (session, owner) = (Key::session(account, digest), Key::account(account));
        let mut wanted = ahead;
        wanted.extend([Ahead::of::<SessionRow>(session.clone()), Ahead::of::<Account>(owner.clone())]);
        let mut rows = self.unseen(&wanted).await?;
        let session = rows.take(Table::Sessions, session).map(|item| self.needed(item)).transpose()?;
        let owner = rows.take(Table::Identity, owner).map(|item| self.needed(item)).transpose()?;
        Ok(session.zip(owner).map(|(session, owner)| (session, owner, rows)))
    }

    /// One page of the account's sessions, ended and expired ones among them.
    pub async fn sessions(&self, account: AccountId, page: &PageRequest) -> Result<Page<SessionRow>, StoreError> {
        Ok(self.query(Table::Sessions, &account_pk(account), "SESSION#", page).await?.read(self))
    }

    /// The account's sessions that are in use at `now`.
    pub async fn live_sessions(&self, account: &Account, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
        let mut live = Vec::new();
        let mut page = PageRequest { limit: 1_000, after: None };
        loop {
            let found = self.sessions(account.account_id, &page).await?;
            live.extend(found.rows.into_iter().filter(|row| row.session.acts_as(account, now).is_some()));
            page.after = found.next;
            if page.after.is_none() {
                return Ok(live);
            }
        }
    }

    /// The sessions that a login goes on in: another identity, the second step and a new password replace a session by
    /// another one of the same login. It is one, but for requests that are just being answered.
    pub async fn sessions_of_login(&self, account: AccountId, login: &Session) -> Result<Vec<SessionRow>, StoreError> {
        let mut found = Vec::new();
        let mut page = PageRequest { limit: 1_000, after: None };
        loop {
            let read = self.sessions(account, &page).await?;
            found.extend(read.rows.into_iter().filter(|row| row.session.login_id() == login.login_id()));
            page.after = read.next;
            if page.after.is_none() {
                return Ok(found);
            }
        }
    }
}

impl Commit {
    /// Begins a session.
    pub fn begin_session(self, row: &SessionRow) -> Self {
        self.create(row, Clash::Exists)
    }

    /// Ends a session that must not be over yet ([`Clash::SessionOver`]): of many who replace one, one does, and none
    /// replaces one that was ended.
    pub fn replace_session(self, before: &SessionRow, row: &SessionRow) -> Self {
        self.end_live_session(before).begin_session(row)
    }

    /// Ends a session that must not be over yet ([`Clash::SessionOver`]).
    pub fn end_live_session(self, row: &SessionRow) -> Self {
        self.remove_existing(Table::Sessions, &row.key(), Clash::SessionOver)
    }
}
