//! Requests to open accounts in one state, newest first (S002-11, S002-12). For staff: those who may
//! decide see them, applicants see their own. No events.

use foyer_domain::directory::RequestState;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::RequestView;

/// Which requests, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `pending` (default), `approved` or `rejected`.
    #[schemars(with = "Option<String>")]
    pub state: Option<RequestState>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-account-requests", "List requests to open accounts", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<RequestView>>, Problem> {
    let state = input.state.unwrap_or(RequestState::Pending);
    let list = format!("requests {}", state.as_str());
    let key = caller.cursor_key();
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let mut page = deps.store.requests(caller.tenant_id(), state, &request).await?;
    page.rows.retain(|request| matches!(caller.may(Action::ViewRequest(request)), Verdict::Allowed(_)));
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |request| RequestView::of(&caller, &request))))
}
