//! Accepts a waiting ticket 受理. For agents of its queue; of several at once one wins. Emits
//! `ticket.accepted`.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;

use crate::common::on_ticket::{self, OnTicket};
use crate::common::step::{agent, step};
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("accept-ticket", "Accept a waiting ticket", ahead, handle)
}

/// Handles the acceptance.
pub async fn handle(deps: Deps, caller: Staff, input: OnTicket) -> Result<Reply<TicketView>, Problem> {
    let by = agent(&caller);
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::AcceptTicket(ticket))?;
            ticket.accept(&by, stamp.at).map_err(|_| problems::not_acceptable(ticket))
        },
        |_, progress| Some(Event::TicketAccepted(progress)),
    )
    .await
}
