//! Withdraws a waiting ticket 撤销 (decision 7). For its submitter. Emits `ticket.withdrawn`.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;

use crate::common::on_ticket::OnTicket;
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("withdraw-ticket", "Withdraw a waiting ticket", handle)
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
