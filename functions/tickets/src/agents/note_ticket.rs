//! Notes something for staff; no customer ever sees it. For the ticket's acceptor, the agents of its queue and
//! administrators, in any state. No events.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};

use crate::common::on_ticket::Said;
use crate::common::step::step;
use crate::common::views::TicketView;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("note-ticket", "Note something for staff", handle)
}

/// Handles the note.
pub async fn handle(deps: Deps, caller: Staff, input: Said) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::NoteTicket(ticket))?;
            Ok(ticket.note(stamp, input.text.clone()))
        },
        |_, _| None,
    )
    .await
}
