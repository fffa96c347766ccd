//! Replies to the customer, who is told by the ticket's reply method (S001-10). For its acceptor. Emits
//! `ticket.replied`.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;

use crate::common::on_ticket::{self, Said};
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Said| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("reply-ticket", "Reply to the customer", ahead, handle)
}

/// Handles the reply.
pub async fn handle(deps: Deps, caller: Staff, input: Said) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::WorkTicket(ticket))?;
            ticket.reply(stamp, input.text.clone()).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketReplied(progress)),
    )
    .await
}
