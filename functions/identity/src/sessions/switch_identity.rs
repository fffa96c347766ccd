//! Switches to another identity of the own account (S000-10, S000-16, F3). The session goes on under
//! another token and as another identity: what was read before is read no more. For anybody signed in. No
//! events.

use foyer_domain::id::IdentityId;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::problems;

/// To which identity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// One of the own account.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("switch-identity", "Act as another identity of the own account", handle)
}

/// Handles the switch. The new session is no younger than the login that it comes from: who logged in long
/// ago as a customer logs in again to act as staff.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    let account = &caller.account().value;
    let own = account.identities.iter().find(|own| own.identity_id == input.identity_id);
    let own = own.ok_or_else(problems::not_own_identity)?;
    let identity = account.active_identity(own.identity_id).ok_or_else(|| problems::not_active(own.state))?;
    let until_now = caller.session();
    let beginning = begin(&deps, account, identity, Origin::of(&until_now.value.session)).ok_or_else(Problem::not_signed_in)?;
    let commit = deps.commit().replace_session(&until_now.value, &beginning.row);
    Ok(deps.finish(commit, Reply::ok(beginning.output).cookie(beginning.cookie)).await?)
}
