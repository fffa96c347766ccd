//! The tenant's queues: those that take tickets for customers, all of them with what waits for staff. No
//! events.

use foyer_domain::identity::Landing;
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
    let rows = match caller.identity().landing() {
        Landing::Console => {
            let lanes = page.rows.iter().map(|queue| deps.store.lanes(queue.tenant_id, queue.queue_id));
            let lanes = futures::future::join_all(lanes.map(|lanes| deps.unless_unreadable(lanes))).await;
            let own = own_queues(&caller);
            let mut lines = Vec::new();
            for (queue, lanes) in page.rows.iter().zip(lanes) {
                lines.extend(lanes?.map(|lanes| QueueLine::for_staff(queue, &lanes, own.contains(&queue.queue_id))));
            }
            lines
        }
        Landing::Portal => page.rows.iter().filter(|queue| queue.is_open()).map(QueueLine::for_customer).collect(),
    };
    Ok(Reply::ok(list_output(&deps, &key, LIST, Page { rows, next: page.next }, |row| row)))
}
