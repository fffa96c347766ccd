//! Accounts and the guards of their login names (table `identity`).

use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::{Account, Identity, LoginName, Moved};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::page::{Page, PageRequest};
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
    /// Of an address that its owner did not prove yet: until then the account holds it, and whoever proves it meanwhile
    /// takes it. `None` for what was proved, and for names that are no address.
    #[serde(default)]
    pub claimed_until: Option<Timestamp>,
}

impl LoginGuard {
    /// The name belongs to the account.
    pub fn owned(login: LoginName, account_id: AccountId) -> Self {
        Self { login, account_id, claimed_until: None }
    }
}

impl Entity for LoginGuard {
    const KIND: &'static str = "login";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::login(&self.login)
    }
}

/// An identity that was opened for an address, and waits for whoever proves the address or has done so (S000-9,
/// decision 14). Until then it stands in an account of its own that nobody else has a password of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offer {
    /// The address that the enterprise knows.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    pub login: LoginName,
    /// The enterprise.
    pub tenant_id: TenantId,
    /// The identity.
    pub identity_id: IdentityId,
    /// The account that it stands in.
    pub account_id: AccountId,
    /// When it was opened.
    pub at: Timestamp,
}

impl Entity for Offer {
    const KIND: &'static str = "offer";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::offer(&self.login, self.identity_id)
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
    /// Which account an identity of the tenant belongs to.
    pub async fn owner_of(&self, tenant: TenantId, identity: IdentityId) -> Result<Option<AccountId>, StoreError> {
        let row = self.get::<IdentityRow>(&Key::identity(tenant, identity)).await?;
        Ok(row.map(|row| row.value.account_id))
    }

    /// The account that an identity of the tenant belongs to.
    pub async fn account_of(&self, tenant: TenantId, identity: IdentityId) -> Result<Option<Versioned<Account>>, StoreError> {
        match self.owner_of(tenant, identity).await? {
            Some(owner) => self.account(owner).await,
            None => Ok(None),
        }
    }

    /// The account of `id`.
    pub async fn account(&self, id: AccountId) -> Result<Option<Versioned<Account>>, StoreError> {
        self.get(&Key::account(id)).await
    }

    /// The account that logs in with `login`. Makes the same two reads whether there is one or not, so
    /// that the time does not tell.
    pub async fn account_by_login(&self, login: &LoginName) -> Result<Option<Versioned<Account>>, StoreError> {
        let guard = self.login_guard(login).await?;
        self.account_behind(guard.as_ref()).await
    }

    /// Whose a login name is: the first of the two reads.
    pub async fn login_guard(&self, login: &LoginName) -> Result<Option<LoginGuard>, StoreError> {
        Ok(self.get::<LoginGuard>(&Key::login(login)).await?.map(|guard| guard.value))
    }

    /// The account of a login name: the second of the two reads, which is also made for a name that nobody has.
    pub async fn account_behind(&self, guard: Option<&LoginGuard>) -> Result<Option<Versioned<Account>>, StoreError> {
        let Some(guard) = guard else {
            self.get_item(Table::Identity, &Key::nothing(), Freshness::Strong).await?;
            return Ok(None);
        };
        self.account(guard.account_id).await
    }

    /// Who holds an address, and his account. Makes the same two reads whether anybody does or not.
    pub async fn holder(&self, login: &LoginName) -> Result<Option<(Versioned<LoginGuard>, Versioned<Account>)>, StoreError> {
        let Some(guard) = self.get::<LoginGuard>(&Key::login(login)).await? else {
            self.get_item(Table::Identity, &Key::nothing(), Freshness::Strong).await?;
            return Ok(None);
        };
        let account = self.account(guard.value.account_id).await?;
        Ok(account.map(|account| (guard, account)))
    }

    /// One page of what is offered to whoever has an address, newest first.
    pub async fn offers(&self, login: &LoginName, page: &PageRequest) -> Result<Page<Offer>, StoreError> {
        Ok(self.query(Table::Identity, &Key::login(login).pk, "OFFER#", page).await?.read(self))
    }
}

impl Commit {
    /// Opens an account: the account, a guard for each of its login names, and where each identity belongs.
    pub fn open_account(self, account: &Account) -> Self {
        self.open(account, |_| true)
    }

    /// The same for an account that waits for its owner: an address is no login name of it before he proved it.
    pub fn open_waiting(self, account: &Account) -> Self {
        self.open(account, |login| !login.is_address())
    }

    fn open(self, account: &Account, is_held: impl Fn(&LoginName) -> bool) -> Self {
        let commit =
            account.identities.iter().fold(self.create(account, Clash::Exists), |commit, identity| commit.place(account, identity));
        account
            .logins
            .iter()
            .filter(|login| is_held(login))
            .fold(commit, |commit, login| commit.create(&LoginGuard::owned(login.clone(), account.account_id), Clash::LoginTaken))
    }

    /// Gives a login name to another account, or to the same in another way. `read` is who had it; if somebody else got
    /// in before, it is [`Clash::Stale`].
    pub fn hold_login(self, read: Option<&Versioned<LoginGuard>>, guard: &LoginGuard) -> Self {
        self.replace_or_create(read, guard)
    }

    /// Moves an identity that was offered from the account it stood in to the one of whom it was meant for. What is left
    /// of it there is deleted: it opens nothing.
    pub fn accept_offer(
        self,
        offer: &Versioned<Offer>,
        from: (&Versioned<Account>, &Account),
        to: (&Versioned<Account>, &Account),
    ) -> Self {
        let offered = &offer.value;
        let row = IdentityRow { tenant_id: offered.tenant_id, identity_id: offered.identity_id, account_id: to.1.account_id };
        self.replace(from.0, from.1).replace(to.0, to.1).put_over(&row).remove_read(offer, Clash::Stale)
    }

    /// Gives an account one identity more.
    pub fn bind_identity(self, read: &Versioned<Account>, next: &Account, identity: &Identity) -> Self {
        self.replace(read, next).place(next, identity)
    }

    /// Moves an account to another login name: of many accounts that want one, one gets it
    /// ([`Clash::LoginTaken`] for the others). The name that it gives up is free, and no code for it works any more:
    /// whoever has the name next must not be opened with it.
    ///
    /// `claimed` is what another account holds the new name with, which did not prove it.
    pub fn move_login(self, read: &Versioned<Account>, moved: &Moved, claimed: Option<&Versioned<LoginGuard>>) -> Self {
        let account_id = read.value.account_id;
        let commit = self.replace(read, &moved.account);
        let commit = match &moved.taken {
            Some(login) => {
                let guard = LoginGuard::owned(login.clone(), account_id);
                match claimed {
                    Some(claimed) => commit.hold_login(Some(claimed), &guard),
                    None => commit.create(&guard, Clash::LoginTaken),
                }
            }
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
