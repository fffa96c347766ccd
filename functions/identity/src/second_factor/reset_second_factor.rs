//! Ends the second factor of somebody of the enterprise who lost it (F26). For administrators. Every session
//! ends, and the password must be replaced: with a second factor it may be a short one. Emits
//! `second_factor.changed`, which tells the owner.

use foyer_domain::audit::Act;
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, StoredPassword};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::{Event, SecondFactorChange, SecondFactorChanged};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::{active, whose};
use crate::problems;

/// Whose.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An identity of the enterprise.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("reset-second-factor", "End the second factor of somebody who lost it", ahead, handle)
}

/// Handles the reset. Nobody resets his own: whoever is at his screen could. Of who has an identity in another
/// enterprise too, it is not for this one to say that the password is enough.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<()>, Problem> {
    caller.require(Action::ResetSecondFactor(caller.tenant_id()))?;
    let owner = deps.store.owner_of(caller.tenant_id(), input.identity_id).await?.ok_or_else(Problem::not_found)?;
    let (read, factor) = futures::try_join!(deps.store.account(owner), deps.store.second_factor(owner))?;
    let read = active(read.ok_or_else(Problem::not_found)?, input.identity_id)?;
    let account = &read.value;
    if account.account_id == caller.account_id() {
        return Err(problems::own_second_factor());
    }
    if !account.is_only_in(caller.tenant_id()) {
        return Err(problems::works_elsewhere());
    }
    let factor = factor.ok_or_else(problems::no_second_factor)?;
    let next = Account {
        second_factor_since: None,
        session_epoch: account.session_epoch + 1,
        password: StoredPassword { compromised: true, ..account.password.clone() },
        ..account.clone()
    };
    let commit = deps.commit().replace(&read, &next).end_second_factor(&factor);
    let commit = deps.audit(commit, &caller, Act::SecondFactorReset, input.identity_id.to_string(), Vec::new());
    let change = SecondFactorChange::Reset;
    let event = SecondFactorChanged { account_id: account.account_id, identity_id: input.identity_id, change };
    let event = deps.event(deps.new_id(), caller.tenant_id(), Some(caller.identity_id()), Event::SecondFactorChanged(event));
    Ok(deps.finish(deps.emit(commit, &event)?, Reply::no_content()).await?)
}
