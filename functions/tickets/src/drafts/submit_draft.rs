//! Submits a draft: it becomes a ticket under its id (S001-13, decision 7). For the identity that it is of;
//! others get 404. Emits `ticket.submitted`.

use foyer_kit::{Deps, External, Hints, Operation, Problem, Reply};

use crate::common::bounds::head_of_figures;
use crate::common::on_ticket::OnTicket;
use crate::common::own_draft::{draft_ahead, own_draft};
use crate::common::submission::submit;
use crate::common::views::TicketView;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| {
        let draft = draft_ahead(hints, input.ticket_id);
        draft.into_iter().chain([head_of_figures(hints)]).collect()
    };
    Operation::http_ahead("submit-draft", "Submit a draft", ahead, handle)
}

/// Handles the submission.
pub async fn handle(deps: Deps, caller: External, input: OnTicket) -> Result<Reply<TicketView>, Problem> {
    let read = own_draft(&deps, &caller, input.ticket_id).await?;
    let missing = |names: Vec<&str>| {
        let first = names.first().copied().unwrap_or("");
        Problem::invalid(format!("/{first}"), "must be filled in before the draft is submitted")
    };
    let form = read.value.complete().map_err(missing)?;
    submit(&deps, &caller, input.ticket_id, form, Some(&read)).await
}
