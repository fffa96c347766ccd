//! Accounts and the guards of their login names (table `identity`).

use foyer_domain::id::AccountId;
use foyer_domain::identity::{Account, LoginName};
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Account {
    const KIND: &'static str = "account";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::account(self.account_id)
    }
}

/// Says which account a login name belongs to. Its key makes the name unique.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoginGuard {
    /// The name.
    pub login: LoginName,
    /// The account.
    pub account_id: AccountId,
}

impl Entity for LoginGuard {
    const KIND: &'static str = "login";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::login(&self.login)
    }
}

impl Store {
    /// The account of `id`.
    pub async fn account(&self, id: AccountId) -> Result<Option<Versioned<Account>>, StoreError> {
        self.get(&Key::account(id)).await
    }

    /// The account that logs in with `login`. Makes the same two reads whether there is one or not, so
    /// that the time does not tell.
    pub async fn account_by_login(&self, login: &LoginName) -> Result<Option<Versioned<Account>>, StoreError> {
        let guard = self.get::<LoginGuard>(&Key::login(login)).await?;
        let Some(guard) = guard else {
            self.get_item(Table::Identity, &Key::nothing(), Freshness::Strong).await?;
            return Ok(None);
        };
        self.account(guard.value.account_id).await
    }
}

impl Commit {
    /// Opens an account: the account and a guard for each of its login names.
    pub fn open_account(self, account: &Account) -> Self {
        let commit = self.create(account, Clash::Exists);
        account.logins.iter().fold(commit, |commit, login| {
            commit.create(&LoginGuard { login: login.clone(), account_id: account.account_id }, Clash::LoginTaken)
        })
    }
}
