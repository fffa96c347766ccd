//! Submits a draft: it becomes a ticket under its id (S001-13, decision 7). For the identity that it is of;
//! others get 404. Emits `ticket.submitted`.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::submission::submit;
use crate::common::views::TicketView;

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
    Operation::http("submit-draft", "Submit a draft", handle)
}

/// Handles the submission.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<TicketView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let read = deps.store.draft(caller.tenant_id(), caller.identity_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    let missing = |names: Vec<&str>| {
        let first = names.first().copied().unwrap_or("");
        Problem::invalid(format!("/{first}"), "must be filled in before the draft is submitted")
    };
    let form = read.value.complete().map_err(missing)?;
    submit(&deps, &caller, input.ticket_id, form, Some(&read)).await
}
