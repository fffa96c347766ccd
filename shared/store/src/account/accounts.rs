//! Accounts and the guards of their login names (table `identity`).

use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::{Account, Identity, LoginName, Moved};
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
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
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

/// Says which account an identity belongs to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IdentityRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The identity.
    pub identity_id: IdentityId,
    /// The account.
    pub account_id: AccountId,
}

impl Entity for IdentityRow {
    const KIND: &'static str = "identity";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::identity(self.tenant_id, self.identity_id)
    }
}

impl Store {
    /// The account that an identity of the tenant belongs to.
    pub async fn account_of(&self, tenant: TenantId, identity: IdentityId) -> Result<Option<Versioned<Account>>, StoreError> {
        let Some(row) = self.get::<IdentityRow>(&Key::identity(tenant, identity)).await? else {
            return Ok(None);
        };
        self.account(row.value.account_id).await
    }

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
    /// Opens an account: the account, a guard for each of its login names, and where each identity belongs.
    pub fn open_account(self, account: &Account) -> Self {
        let commit =
            account.identities.iter().fold(self.create(account, Clash::Exists), |commit, identity| commit.place(account, identity));
        account.logins.iter().fold(commit, |commit, login| {
            commit.create(&LoginGuard { login: login.clone(), account_id: account.account_id }, Clash::LoginTaken)
        })
    }

    /// Gives an account one identity more.
    pub fn bind_identity(self, read: &Versioned<Account>, next: &Account, identity: &Identity) -> Self {
        self.replace(read, next).place(next, identity)
    }

    /// Moves an account to another login name: of many accounts that want one, one gets it
    /// ([`Clash::LoginTaken`] for the others). The name that it gives up is free, and no code for it works any more:
    /// whoever has the name next must not be opened with it.
    pub fn move_login(self, read: &Versioned<Account>, moved: &Moved) -> Self {
        let account_id = read.value.account_id;
        let commit = self.replace(read, &moved.account);
        let commit = match &moved.taken {
            Some(login) => commit.create(&LoginGuard { login: login.clone(), account_id }, Clash::LoginTaken),
            None => commit,
        };
        match &moved.freed {
            Some(login) => commit.remove(Table::Identity, &Key::login(login)).void_reset_code(login),
            None => commit,
        }
    }

    fn place(self, account: &Account, identity: &Identity) -> Self {
        let row = IdentityRow { tenant_id: identity.tenant_id, identity_id: identity.identity_id, account_id: account.account_id };
        self.create(&row, Clash::Exists)
    }
}
