//! Identities that were opened for an address which the caller has (S000-9, decision 14).

use foyer_domain::address::Address;
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, Identity, IdentityState, LoginName};
use foyer_kit::{Deps, Member, Problem};
use foyer_store::accounts::Offer;
use foyer_store::{Key, PageRequest, StoreError, Versioned};

/// An offer that stands, with the account that it stands in until it is accepted.
pub struct Standing {
    /// The offer.
    pub offer: Versioned<Offer>,
    /// That account.
    pub account: Versioned<Account>,
    /// The identity.
    pub identity: Identity,
    /// Whether the address is proved: else a code has to go there before it can be accepted.
    pub proved: bool,
}

/// The most offers of one address that are looked at: the newest.
const READ: u32 = 50;

/// The addresses of the caller, and whether each is proved.
fn addresses(account: &Account) -> Vec<(Address, bool)> {
    let proved = account.proved_addresses();
    let own = [account.phone.clone().map(Address::Phone), account.email.clone().map(Address::Email)].into_iter().flatten();
    own.filter(|address| account.has_proved(address.channel())).map(|address| (address.clone(), proved.contains(&address))).collect()
}

/// The offers that stand for the caller, newest first.
pub async fn standing(deps: &Deps, caller: &Member) -> Result<Vec<Standing>, StoreError> {
    let mut found = Vec::new();
    for (address, proved) in addresses(&caller.account().value) {
        let page = PageRequest { limit: READ, after: None };
        for offer in deps.store.offers(&LoginName::from(&address), &page).await?.rows {
            found.extend(stands(deps, caller, &offer, proved).await?);
        }
    }
    Ok(found)
}

/// The offer of `identity`, if it stands.
pub async fn offer(deps: &Deps, caller: &Member, identity: IdentityId) -> Result<Standing, Problem> {
    for (address, proved) in addresses(&caller.account().value) {
        let Some(offer) = deps.store.get::<Offer>(&Key::offer(&LoginName::from(&address), identity)).await? else { continue };
        return stands(deps, caller, &offer.value, proved).await?.ok_or_else(Problem::not_found);
    }
    Err(Problem::not_found())
}

/// An offer stands while the identity is active, and nobody began to use the account that it stands in.
async fn stands(deps: &Deps, caller: &Member, offer: &Offer, proved: bool) -> Result<Option<Standing>, StoreError> {
    if offer.account_id == caller.account_id() {
        return Ok(None);
    }
    let read = deps.store.get::<Offer>(&Key::offer(&offer.login, offer.identity_id)).await?;
    let (Some(read), Some(account)) = (read, deps.store.account(offer.account_id).await?) else { return Ok(None) };
    let identity = account.value.identities.iter().find(|identity| identity.identity_id == offer.identity_id).cloned();
    let stands = |identity: &Identity| identity.state == IdentityState::Active && account.value.password.is_initial();
    Ok(identity.filter(stands).map(|identity| Standing { offer: read, account, identity, proved }))
}
