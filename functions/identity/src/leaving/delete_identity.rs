//! Deletes 删除 an external identity, or all that its account has in this enterprise, for good (S000-25 to
//! S000-29). Asks for the confirmation that a preview gave. Its data stays with the enterprise and opens to
//! nobody else: whoever is opened anew for the same contact is another identity. For the opener, and the
//! owner, participants and customer-service owner of its contact or customer (S000-2). No events.

use foyer_domain::id::IdentityId;
use foyer_domain::identity::Move;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::confirmation::Confirmation;
use crate::common::managed::{HandedOver, Receipt, Scope, managed, whose};

/// Which identity, how far, and that it is meant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The identity.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// `this` (default) or `all` that the account has in this enterprise.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub scope: Scope,
    /// From the preview, for this scope.
    pub confirmation: String,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("delete-identity", "Delete an external identity for good", ahead, handle)
}

/// Handles the deletion.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Receipt>, Problem> {
    let found = managed(&deps, &caller, input.identity_id).await?;
    let leaving = found.within(&caller, input.scope, Move::Delete)?;
    Confirmation::check(&input.confirmation, &caller.cursor_key(), input.scope, &found, deps.now())?;
    let sessions = found.live_sessions(&deps, &leaving).await?;
    let commit = found.step(&deps, &caller, deps.commit(), &leaving, Move::Delete)?;
    let receipt = found.receipt(&caller, &leaving, Move::Delete, sessions, HandedOver::default())?;
    Ok(deps.finish(commit, Reply::ok(receipt)).await?)
}
