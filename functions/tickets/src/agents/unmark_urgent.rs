//! Says that a ticket is not urgent after all: it waits at the end of the normal lane then. For agents of its
//! queue; no events.

use foyer_domain::policy::Action;
use foyer_domain::tickets::{Lane, Ticket, TicketState};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError, wait_turn};

use crate::common::joining::take;
use crate::common::on_ticket::{self, OnTicket};
use crate::common::queue_views::LaneView;
use crate::problems;

/// Somebody who loses so often against others has other troubles.
const TRIES: u32 = 5;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("unmark-urgent", "Say that a ticket is not urgent after all", ahead, handle)
}

/// Handles the mark's end.
pub async fn handle(deps: Deps, caller: Staff, input: OnTicket) -> Result<Reply<LaneView>, Problem> {
    for attempt in 1..=TRIES {
        let read = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
        let ticket = &read.value;
        caller.require(Action::MarkUrgent(ticket))?;
        if ticket.state != TicketState::Waiting {
            return Err(problems::not_waiting(ticket));
        }
        if ticket.lane == Lane::Normal {
            return Err(problems::not_in_lane(ticket));
        }
        let taken = take(&deps, ticket.tenant_id, ticket.queue_id).await?.ok_or_else(problems::queue_closing)?;
        let next = Ticket { lane: Lane::Normal, number: taken.number, urgent: None, ..ticket.clone() };
        let commit = deps.commit().go_normal(&read, &next, deps.now());
        match taken.settle(&deps, deps.finish(commit, Reply::ok(LaneView::of(&next))).await).await {
            // The sweep voided the number, or somebody changed the ticket: look again.
            Err(CommitError::Clash(Clash::NumberVoided | Clash::Stale)) => wait_turn(&deps.commit_token(), attempt).await,
            outcome => return Ok(outcome?),
        }
    }
    Err(Problem::unavailable("the ticket changed in every attempt"))
}
