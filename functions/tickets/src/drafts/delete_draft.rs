//! Deletes a draft (S001-13), and with it what is attached to it. For the identity that it is of; others get 404.
//! No events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("delete-draft", "Delete a draft", handle)
}

/// Handles the deletion.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<()>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let read = deps.store.draft(caller.tenant_id(), caller.identity_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id).await?;
    let commit = deps.commit().remove_draft_with(&read, &attached, deps.now());
    match deps.finish(commit, Reply::no_content()).await {
        Err(CommitError::Clash(Clash::Stale)) => Err(problems::draft_changed()),
        outcome => Ok(outcome?),
    }
}
