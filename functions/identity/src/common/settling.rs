//! What proving an address changes beside the account: the address is its login name, and the contacts and customers
//! that its identities stand for wait for nobody any more (decisions 3 and 14).

use foyer_domain::address::Address;
use foyer_domain::directory::AccountLink;
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, IdentityState, LoginName};
use foyer_kit::{Deps, Problem};
use foyer_store::accounts::LoginGuard;
use foyer_store::directory::Record;
use foyer_store::{Commit, Key, StoreError, Table, Versioned};
use futures::future::try_join_all;
use futures::try_join;

use crate::problems;

/// Adds that the owner of `account` proved `address`, and begins to use it. Who did not prove the address loses it to
/// him; it stays with who did.
pub async fn settled(deps: &Deps, mut commit: Commit, account: &Account, address: Option<&Address>) -> Result<Commit, Problem> {
    let login = address.map(LoginName::from);
    let held = async {
        match &login {
            Some(login) => deps.store.holder(login).await,
            None => Ok(None),
        }
    };
    let (held, records) = try_join!(held, records(deps, account))?;
    if let Some(login) = &login {
        commit = owned(commit, account, login, held)?;
        for identity in &account.identities {
            commit = commit.remove(Table::Identity, &Key::offer(login, identity.identity_id));
        }
    }
    for (identity, record) in &records {
        if let Some(link) = confirmed(record, *identity, account) {
            commit = commit.link(record, link);
        }
    }
    Ok(commit)
}

/// Whom the living identities of `account` stand for, in each enterprise.
pub async fn records(deps: &Deps, account: &Account) -> Result<Vec<(IdentityId, Record)>, StoreError> {
    let living = account.identities.iter().filter(|identity| identity.state != IdentityState::Deleted);
    let parties = living.filter_map(|identity| Some((identity, identity.party()?)));
    let found = try_join_all(parties.map(|(identity, party)| async move {
        let record = deps.store.record(identity.tenant_id, party).await?;
        Ok::<_, StoreError>(record.map(|record| (identity.identity_id, record)))
    }));
    Ok(found.await?.into_iter().flatten().collect())
}

/// Adds that `login` is the account's, as far as nobody proved it who still uses it.
fn owned(
    commit: Commit,
    account: &Account,
    login: &LoginName,
    held: Option<(Versioned<LoginGuard>, Versioned<Account>)>,
) -> Result<Commit, Problem> {
    let guard = LoginGuard::owned(login.clone(), account.account_id);
    let Some((read, holds)) = held else {
        return Ok(commit.hold_login(None, &guard));
    };
    let is_own = read.value.account_id == account.account_id;
    match read.value.claimed_until {
        None if is_own => Ok(commit),
        Some(_) => Ok(commit.hold_login(Some(&read), &guard)),
        // Nobody logs in there now; whoever did once finds it as it was.
        None if holds.value.active().next().is_none() => Ok(commit),
        None => Err(problems::address_has_account()),
    }
}

/// What the record says of its account once `identity` was confirmed in `account`; `None` if nothing changes.
pub fn confirmed(record: &Record, identity: IdentityId, account: &Account) -> Option<AccountLink> {
    match record.subject().account.clone() {
        AccountLink::Open { identity_id, login, opener, identity_state, waiting: true, .. } if identity_id == identity => {
            Some(AccountLink::Open { account_id: account.account_id, identity_id, login, opener, identity_state, waiting: false })
        }
        _ => None,
    }
}
