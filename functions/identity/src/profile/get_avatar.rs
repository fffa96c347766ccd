//! The picture of somebody (S001-25). For himself; for staff, of whoever works for the enterprise and of the contacts
//! and customers that they may see. A customer sees no picture but his own. No events.

use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, Identity, IdentityState};
use foyer_domain::policy::Action;
use foyer_kit::{Cache, Deps, Hints, Member, Operation, Problem, Raw, Reply};
use foyer_store::Ahead;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::whose;

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
    Operation::http_ahead("get-avatar", "The picture of somebody", ahead, handle)
}

/// Whose the identity is, unless it is the own one.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    if input.identity_id == hints.identity_id { Vec::new() } else { whose(hints, input.identity_id) }
}

/// Handles the question. Without a picture it is 404, as for somebody whom one may not know of.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Raw>, Problem> {
    let id = input.identity_id;
    let own = caller.account().value.identities.iter().any(|identity| identity.identity_id == id);
    let account = if own {
        caller.account().value.clone()
    } else {
        deps.store.account_of(caller.tenant_id(), id).await?.ok_or_else(Problem::not_found)?.value
    };
    let known = async { if own { Ok(()) } else { known(&deps, &caller, &account, id).await } };
    let picture = async {
        match account.identities.iter().find(|identity| identity.identity_id == id) {
            Some(identity) => Ok::<_, Problem>(deps.store.avatar(&account, identity).await?),
            None => Ok(None),
        }
    };
    let (known, picture) = futures::join!(known, picture);
    known?;
    let (tag, jpeg) = picture?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(Raw::new("image/jpeg", jpeg).tag(&tag.0).cache(Cache::Checked)))
}

/// Whether the caller may know how somebody in the enterprise looks.
async fn known(deps: &Deps, caller: &Member, account: &Account, id: IdentityId) -> Result<(), Problem> {
    let of = |identity: &&Identity| identity.identity_id == id && identity.state != IdentityState::Deleted;
    let identity = account.identities.iter().find(of).ok_or_else(Problem::not_found)?;
    match identity.party() {
        None => caller.require(Action::ViewColleague(caller.tenant_id()))?,
        Some(party) => {
            let record = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(Problem::not_found)?;
            caller.require(Action::View(record.subject()))?
        }
    };
    Ok(())
}
