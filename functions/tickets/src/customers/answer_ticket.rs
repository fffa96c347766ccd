//! Answers the agent, or adds something while nobody asked. An answer to a question moves the ticket on
//! (decision 7). For its submitter, and for with whom it is shared to comment. Emits `ticket.answered`.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;

use crate::common::on_ticket::{self, Said};
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Said| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("answer-ticket", "Answer the agent, or comment", ahead, handle)
}

/// Handles the answer.
pub async fn handle(deps: Deps, caller: Member, input: Said) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::CommentTicket(ticket))?;
            ticket.answer(stamp, input.text.clone()).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketAnswered(progress)),
    )
    .await
}
