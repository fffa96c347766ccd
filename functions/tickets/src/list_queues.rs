//! The tenant's queues, to submit to or to work on. For external identities and staff; no events.

use foyer_domain::apps::App;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::views::QueueView;

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
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<QueueView>>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = deps.store.queues(caller.tenant_id(), &request).await?;
    Ok(Reply::ok(list_output(&key, LIST, page, |queue| QueueView::of(&queue))))
}
