//! Withdraws a waiting ticket 撤销 (decision 7). For its submitter. Emits `ticket.withdrawn`.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;

use crate::common::on_ticket::{self, OnTicket};
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("withdraw-ticket", "Withdraw a waiting ticket", ahead, handle)
}

/// Handles the withdrawal.
pub async fn handle(deps: Deps, caller: Member, input: OnTicket) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::OwnTicket(ticket))?;
            ticket.withdraw(stamp).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketWithdrawn(progress)),
    )
    .await
}
