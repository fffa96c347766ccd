//! One draft. For the identity that it is of (S001-5, S001-13); others get 404. No events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::draft_view::DraftView;

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
    Operation::http("get-draft", "Show one draft", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<DraftView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let draft = deps.store.draft(caller.tenant_id(), caller.identity_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(DraftView::of(&draft.value)))
}
