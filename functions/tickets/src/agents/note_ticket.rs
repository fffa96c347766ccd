//! Notes something for staff; no customer ever sees it. For the ticket's acceptor, the agents of its queue and
//! administrators, in any state. No events.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};

use crate::common::on_ticket::{self, Said};
use crate::common::step::step;
use crate::common::views::TicketView;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Said| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("note-ticket", "Note something for staff", ahead, handle)
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
