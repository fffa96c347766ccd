//! What proving an address changes beside the account: the address is its login name, and the contacts and customers
//! that its identities stand for wait for nobody any more (decisions 3 and 14).

use foyer_domain::address::Address;
use foyer_domain::directory::AccountLink;
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, IdentityState, LoginName};
use foyer_kit::{Deps, Problem};
use foyer_store::accounts::LoginGuard;
use foyer_store::directory::Record;
use foyer_store::{Commit, Key, Table};

use crate::problems;

/// Adds that the owner of `account` proved `address`, and begins to use it. Who did not prove the address loses it to
/// him; it stays with who did.
pub async fn settled(deps: &Deps, mut commit: Commit, account: &Account, address: Option<&Address>) -> Result<Commit, Problem> {
    if let Some(address) = address {
        let login = LoginName::from(address);
        commit = owned(deps, commit, account, &login).await?;
        for identity in &account.identities {
            commit = commit.remove(Table::Identity, &Key::offer(&login, identity.identity_id));
        }
    }
    for identity in account.identities.iter().filter(|identity| identity.state != IdentityState::Deleted) {
        let Some(party) = identity.party() else { continue };
        let Some(record) = deps.store.record(identity.tenant_id, party).await? else { continue };
        if let Some(link) = confirmed(&record, identity.identity_id, account) {
            commit = commit.link(&record, link);
        }
    }
    Ok(commit)
}

async fn owned(deps: &Deps, commit: Commit, account: &Account, login: &LoginName) -> Result<Commit, Problem> {
    let guard = LoginGuard::owned(login.clone(), account.account_id);
    let Some((read, holds)) = deps.store.holder(login).await? else {
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
