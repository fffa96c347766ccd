//! Deletes a draft (S001-13), and with it what is attached to it. For the identity that it is of; others get 404.
//! No events.

use foyer_kit::{Deps, External, Hints, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};

use crate::common::on_ticket::OnTicket;
use crate::common::own_draft::{draft_ahead_with_files, own_draft};
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| draft_ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead("delete-draft", "Delete a draft", ahead, handle)
}

/// Handles the deletion.
pub async fn handle(deps: Deps, caller: External, input: OnTicket) -> Result<Reply<()>, Problem> {
    let draft = own_draft(&deps, &caller, input.ticket_id);
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id);
    let (read, attached) = futures::join!(draft, attached);
    let (read, attached) = (read?, attached?);
    let commit = deps.commit().remove_draft_with(&read, &attached, deps.now());
    match deps.finish(commit, Reply::no_content()).await {
        Err(CommitError::Clash(Clash::Stale)) => Err(problems::draft_changed()),
        outcome => Ok(outcome?),
    }
}
