//! Declines an identity that an enterprise offers (S004-5, decision 14). The enterprise is not told: its contact goes on
//! waiting, as it does for who never answers. For anybody signed in who has the address; no events.

use foyer_domain::id::IdentityId;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::Clash;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::offers::offer;

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
    Operation::http("decline-offer", "Decline an identity that an enterprise offers", handle)
}

/// Handles the refusal.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    let standing = offer(&deps, &caller, input.identity_id).await?;
    let commit = deps.commit().remove_read(&standing.offer, Clash::Stale);
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
