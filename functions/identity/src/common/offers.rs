//! Identities that were opened for an address which the caller has (S000-9, decision 14).

use std::collections::BTreeSet;

use foyer_domain::address::Address;
use foyer_domain::id::{AccountId, IdentityId};
use foyer_domain::identity::{Account, Identity, IdentityState, LoginName};
use foyer_kit::{Deps, Member, Problem};
use foyer_store::accounts::Offer;
use foyer_store::{Freshness, Key, PageRequest, StoreError, Versioned};
use futures::future::try_join_all;

/// An offer that stands, with the account that it stands in until it is accepted.
pub struct Standing<T> {
    /// The offer, with its version where it is to be changed.
    pub offer: T,
    /// That account.
    pub account: Versioned<Account>,
    /// The identity.
    pub identity: Identity,
    /// Whether the address is proved: else a code has to go there before it can be accepted.
    pub proved: bool,
}

/// How many offers are read at once.
const PAGE: u32 = 50;

/// The addresses of the caller, and whether each is proved.
fn addresses(account: &Account) -> Vec<(Address, bool)> {
    let proved = account.proved_addresses();
    let own = [account.phone.clone().map(Address::Phone), account.email.clone().map(Address::Email)].into_iter().flatten();
    own.filter(|address| account.has_proved(address.channel())).map(|address| (address.clone(), proved.contains(&address))).collect()
}

/// The offers that stand for the caller, of each address newest first.
pub async fn standing(deps: &Deps, caller: &Member) -> Result<Vec<Standing<Offer>>, StoreError> {
    let addresses = addresses(&caller.account().value);
    let offers = try_join_all(addresses.iter().map(|(address, proved)| async move {
        let offers = all(deps, &LoginName::from(address)).await?;
        Ok::<_, StoreError>(offers.into_iter().map(move |offer| (offer, *proved)))
    }));
    let offers: Vec<(Offer, bool)> = offers.await?.into_iter().flatten().collect();
    let accounts: BTreeSet<AccountId> = offers.iter().map(|(offer, _)| offer.account_id).collect();
    let keys: Vec<Key> = accounts.into_iter().map(Key::account).collect();
    let accounts = deps.store.get_many::<Account>(&keys, Freshness::Strong).await?;
    let account = |id| accounts.iter().find(|account| account.value.account_id == id).cloned();
    let standing = offers.into_iter().filter_map(|(offer, proved)| {
        let account = account(offer.account_id)?;
        stands(caller, account, offer.clone(), &offer, proved)
    });
    Ok(standing.collect())
}

/// All that is offered to whoever has an address, newest first.
async fn all(deps: &Deps, login: &LoginName) -> Result<Vec<Offer>, StoreError> {
    let (mut offers, mut after) = (Vec::new(), None);
    loop {
        let page = deps.store.offers(login, &PageRequest { limit: PAGE, after }).await?;
        offers.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(offers);
        }
    }
}

/// The offer of `identity`, if it stands.
pub async fn offer(deps: &Deps, caller: &Member, identity: IdentityId) -> Result<Standing<Versioned<Offer>>, Problem> {
    let addresses = addresses(&caller.account().value);
    let keys: Vec<Key> = addresses.iter().map(|(address, _)| Key::offer(&LoginName::from(address), identity)).collect();
    let offer = deps.store.get_many::<Offer>(&keys, Freshness::Strong).await?.into_iter().next().ok_or_else(Problem::not_found)?;
    let proved = addresses.iter().any(|(address, proved)| *proved && LoginName::from(address) == offer.value.login);
    let account = deps.store.account(offer.value.account_id).await?.ok_or_else(Problem::not_found)?;
    let value = offer.value.clone();
    stands(caller, account, offer, &value, proved).ok_or_else(Problem::not_found)
}

/// An offer stands while the identity is active, and nobody began to use the account that it stands in.
fn stands<T>(caller: &Member, account: Versioned<Account>, row: T, offer: &Offer, proved: bool) -> Option<Standing<T>> {
    let identity = account.value.identities.iter().find(|identity| identity.identity_id == offer.identity_id)?.clone();
    let stands = offer.account_id != caller.account_id() && identity.state == IdentityState::Active && account.value.password.is_initial();
    stands.then_some(Standing { offer: row, account, identity, proved })
}
