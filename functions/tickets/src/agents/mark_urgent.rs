//! Says that a waiting ticket is urgent 加急, and why: it waits in the urgent lane then, which goes ahead of the
//! normal one. For agents of its queue; no events. Who waits behind it sees that one went ahead.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::text::Remark;
use foyer_domain::tickets::{Lane, Ticket, TicketState, Urgency};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError, wait_turn};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::queue_views::LaneView;
use crate::problems;

/// Which ticket, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Why it is urgent; for staff.
    #[schemars(with = "String")]
    pub reason: Remark,
}

/// Tickets of one queue that become urgent at once take turns: of twenty, all but a few have theirs in this many.
const TRIES: u32 = 12;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("mark-urgent", "Say that a waiting ticket is urgent", ahead, handle)
}

/// Handles the mark.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<LaneView>, Problem> {
    for attempt in 1..=TRIES {
        let read = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
        let ticket = &read.value;
        caller.require(Action::MarkUrgent(ticket))?;
        if ticket.state != TicketState::Waiting {
            return Err(problems::not_waiting(ticket));
        }
        if ticket.lane == Lane::Urgent {
            return Err(problems::not_in_lane(ticket));
        }
        let queue = deps.store.queue(ticket.tenant_id, ticket.queue_id).await?;
        let queue = queue.ok_or_else(|| Problem::internal("a ticket waits in no queue"))?;
        let by_name = caller.name().clone();
        let urgency = Urgency { by: caller.identity_id(), by_name, at: deps.now(), reason: input.reason.clone() };
        let next = Ticket { lane: Lane::Urgent, number: queue.value.urgent, urgent: Some(urgency), ..ticket.clone() };
        let commit = deps.commit().go_urgent(&queue, &read, &next, deps.now());
        match deps.finish(commit, Reply::ok(LaneView::of(&next))).await {
            // Another became urgent, or this one was accepted: look again.
            Err(CommitError::Clash(Clash::QueueChanged | Clash::NumberVoided | Clash::Stale)) => {
                wait_turn(&deps.commit_token(), attempt).await;
            }
            outcome => return Ok(outcome?),
        }
    }
    Err(Problem::unavailable("tickets became urgent in every attempt"))
}
