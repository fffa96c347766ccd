//! The tenant's queues: those that take tickets for customers, with how long it takes there now; all of them with
//! what waits for staff. No events.

use foyer_domain::identity::Landing;
use foyer_domain::tickets::Queue;
use foyer_domain::tickets::departures::Lanes;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::Page;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket::opened;
use crate::common::queue_views::QueueLine;
use crate::common::search::own_queues;

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

const LIST: &str = "queues";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-queues", "List the queues", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<QueueLine>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = opened(&deps, &caller, deps.store.queues(caller.tenant_id(), &request)).await?;
    let landing = caller.identity().landing();
    let shown: Vec<&Queue> = page.rows.iter().filter(|queue| landing == Landing::Console || queue.is_open()).collect();
    let lanes = shown.iter().map(|queue| deps.store.lanes(queue.tenant_id, queue.queue_id));
    let lanes = futures::future::join_all(lanes.map(|lanes| deps.unless_unreadable(lanes))).await;
    let (own, now) = (own_queues(&caller), deps.now());
    let line = |queue: &Queue, lanes: &Lanes| match landing {
        Landing::Console => QueueLine::for_staff(queue, lanes, own.contains(&queue.queue_id)),
        Landing::Portal => QueueLine::for_customer(queue, lanes, now),
    };
    let mut rows = Vec::new();
    for (queue, lanes) in shown.iter().zip(lanes) {
        rows.extend(lanes?.map(|lanes| line(queue, &lanes)));
    }
    Ok(Reply::ok(list_output(&deps, &key, LIST, Page { rows, next: page.next }, |row| row)))
}
