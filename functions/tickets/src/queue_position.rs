//! The place of a waiting ticket in its queue (S001-17, S001-18; decision 6). For its submitter; no
//! events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::TicketState;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problems;
use crate::views::QueueView;

/// Which ticket.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

/// Queue progress 排队进度.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The queue that the numbers are about.
    pub queue: QueueView,
    /// This ticket's place 排在第几位, 1 for the next.
    pub position: u64,
    /// Tickets waiting in the queue 等待受理工单的数量.
    pub waiting: u64,
    /// The moment at which this was true.
    pub as_of: String,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("queue-position", "The place of a waiting ticket in its queue", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Output>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?.value;
    caller.require(Action::ViewPlace(&ticket))?;
    if ticket.state != TicketState::Waiting {
        return Err(problems::not_waiting(&ticket));
    }
    let as_of = deps.now();
    let Some(standing) = deps.store.standing(&ticket).await? else {
        let now = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?.value;
        return Err(problems::not_waiting(&now));
    };
    Ok(Reply::ok(Output {
        queue: QueueView::of(&standing.queue),
        position: standing.place.position,
        waiting: standing.place.waiting,
        as_of: as_of.to_string(),
    }))
}
