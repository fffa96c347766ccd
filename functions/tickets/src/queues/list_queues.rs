//! The tenant's queues: those that take tickets for customers, all of them with what waits for staff. No
//! events.

use foyer_domain::apps::App;
use foyer_domain::identity::Landing;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::Page;
use schemars::JsonSchema;
use serde::Deserialize;

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
    caller.require_app(&deps, App::Tickets).await?;
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = deps.store.queues(caller.tenant_id(), &request).await?;
    let own = own_queues(&caller);
    let mut rows = Vec::new();
    for queue in &page.rows {
        match caller.identity().landing() {
            Landing::Console => {
                let lanes = deps.store.lanes(queue.tenant_id, queue.queue_id).await?;
                rows.push(QueueLine::for_staff(queue, &lanes, own.contains(&queue.queue_id)));
            }
            Landing::Portal if queue.is_open() => rows.push(QueueLine::for_customer(queue)),
            Landing::Portal => {}
        }
    }
    Ok(Reply::ok(list_output(&key, LIST, Page { rows, next: page.next }, |row| row)))
}
