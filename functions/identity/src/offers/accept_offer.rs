//! Accepts an identity that an enterprise offers (S000-9, S004-5, decision 14): it moves into the own account. For
//! anybody signed in who proved the address that it was opened for. Emits `identity.bound`, which tells the owner.

use foyer_domain::address::Channel;
use foyer_domain::audit::{Act, Change};
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, Identity, IdentityState};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::{Event, IdentityBound};
use foyer_store::accounts::Offer;
use foyer_store::{Commit, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::offers::{Standing, offer};
use crate::common::settling::confirmed;
use crate::common::views::IdentityView;
use crate::problems;

/// Which.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The identity that is offered.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("accept-offer", "Accept an identity that an enterprise offers", handle)
}

/// Handles the consent.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<IdentityView>, Problem> {
    let standing = offer(&deps, &caller, input.identity_id).await?;
    if !standing.proved {
        return Err(problems::address_not_proved());
    }
    let read = caller.account();
    // What the enterprise knows comes with the identity: its language, and the address that it was told.
    let offered = standing.account.value.apart().identities.into_iter().find(|own| own.identity_id == input.identity_id);
    let to = with(&read.value, offered.ok_or_else(Problem::not_found)?);
    let from = without(&standing.account.value, input.identity_id);
    let commit = deps.commit().accept_offer(&standing.offer, (&standing.account, &from), (read, &to));
    let commit = linked(&deps, commit, &standing, &to).await?;
    let tenant = standing.identity.tenant_id;
    let actor = (caller.tenant_id() == tenant).then(|| caller.identity_id());
    let changes = vec![Change::set("identity_id", &input.identity_id.to_string())];
    let commit = deps.audit_of(commit, tenant, actor, Act::IdentityBound, to.account_id.to_string(), changes);
    let event = IdentityBound { account_id: to.account_id, identity_id: input.identity_id, login: standing.offer.value.login.clone() };
    let commit = deps.emit(commit, &deps.event(deps.new_id(), tenant, None, Event::IdentityBound(event)))?;
    Ok(deps.finish(commit, Reply::ok(IdentityView::of(&standing.identity))).await?)
}

/// The account with one identity more. From now on more than one enterprise may write to it: each to the addresses that
/// it was told, and one that was never proved is none of the account any more.
fn with(account: &Account, identity: Identity) -> Account {
    let mut next = account.apart();
    if !next.has_proved(Channel::Sms) {
        next.phone = None;
    }
    if !next.has_proved(Channel::Email) {
        next.email = None;
    }
    next.identities.push(identity);
    next
}

/// The account that the identity stood in: it keeps no more than that there was one, and no password opens it.
fn without(account: &Account, identity: IdentityId) -> Account {
    let mut next = account.clone();
    next.session_epoch += 1;
    for own in next.identities.iter_mut().filter(|own| own.identity_id == identity) {
        own.state = IdentityState::Deleted;
        own.session_epoch += 1;
    }
    next
}

async fn linked(deps: &Deps, commit: Commit, standing: &Standing<Versioned<Offer>>, to: &Account) -> Result<Commit, Problem> {
    let Some(party) = standing.identity.party() else { return Ok(commit) };
    let Some(record) = deps.store.record(standing.identity.tenant_id, party).await? else { return Ok(commit) };
    Ok(match confirmed(&record, standing.identity.identity_id, to) {
        Some(link) => commit.link(&record, link),
        None => commit,
    })
}
