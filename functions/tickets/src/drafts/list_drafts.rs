//! The drafts of an identity 草稿工单 (S001-12, S001-13), the latest begun first. For external identities; no
//! events.

use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::draft_view::DraftView;
use crate::common::on_ticket::opened;

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

const LIST: &str = "drafts";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-drafts", "List your drafts", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<ListOutput<DraftView>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = opened(&deps, &caller, deps.store.drafts(caller.tenant_id(), caller.identity_id(), &request)).await?;
    Ok(Reply::ok(list_output(&deps, &key, LIST, page, |draft| DraftView::of(&draft))))
}
