//! The picture of somebody (S001-25). For himself; for staff, of whoever works for the enterprise and of the contacts
//! and customers that they may see. A customer sees no picture but his own. No events.

use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, Identity, IdentityState};
use foyer_domain::policy::Action;
use foyer_kit::{Cache, Deps, Member, Operation, Problem, Raw, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

/// Whose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// One of the own identities, or one of the enterprise.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-avatar", "The picture of somebody", handle)
}

/// Handles the question. Without a picture it is 404, as for somebody whom one may not know of.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Raw>, Problem> {
    let own = caller.account().value.identities.iter().any(|identity| identity.identity_id == input.identity_id);
    let account = if own { caller.account().value.clone() } else { known(&deps, &caller, input.identity_id).await? };
    if account.avatar.is_none() {
        return Err(Problem::not_found());
    }
    let avatar = deps.store.avatar(account.account_id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(Raw::new("image/jpeg", avatar.jpeg).tag(&avatar.tag.0).cache(Cache::Checked)))
}

/// The account of somebody in the enterprise, if the caller may know how he looks.
async fn known(deps: &Deps, caller: &Member, id: IdentityId) -> Result<Account, Problem> {
    let read = deps.store.account_of(caller.tenant_id(), id).await?.ok_or_else(Problem::not_found)?;
    let of = |identity: &&Identity| identity.identity_id == id && identity.state != IdentityState::Deleted;
    let identity = read.value.identities.iter().find(of).ok_or_else(Problem::not_found)?;
    match identity.party() {
        None => caller.require(Action::ViewColleague(caller.tenant_id()))?,
        Some(party) => {
            let record = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(Problem::not_found)?;
            caller.require(Action::View(record.subject()))?
        }
    };
    Ok(read.value)
}
