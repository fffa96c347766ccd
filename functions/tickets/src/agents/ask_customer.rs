//! Asks the customer; the ticket awaits the answer 待客户反馈 (decision 7). For its acceptor. Emits
//! `ticket.asked`.

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
    Operation::http_ahead("ask-customer", "Ask the customer", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Said) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::WorkTicket(ticket))?;
            ticket.ask(stamp, input.text.clone()).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketAsked(progress)),
    )
    .await
}
