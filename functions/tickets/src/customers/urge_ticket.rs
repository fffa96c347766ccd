//! Urges 催单: the customer does not want to wait any more, at most once in half an hour (ET-9, decision 7).
//! For the submitter of a waiting ticket. Emits `ticket.urged`.

use foyer_domain::policy::Action;
use foyer_domain::tickets::life::NotUrged;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;

use crate::common::on_ticket::{self, OnTicket};
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("urge-ticket", "Urge a waiting ticket", ahead, handle)
}

/// Handles the urge.
pub async fn handle(deps: Deps, caller: Member, input: OnTicket) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::OwnTicket(ticket))?;
            ticket.urge(stamp).map_err(|refusal| match refusal {
                NotUrged::State(_) => problems::wrong_state(ticket),
                NotUrged::Again { at } => problems::urged_already(at, stamp.at),
            })
        },
        |_, progress| Some(Event::TicketUrged(progress)),
    )
    .await
}
