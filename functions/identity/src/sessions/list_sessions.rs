//! The own sessions that are in use, each with its device (S003-19, F27). For anybody signed in; no events.

use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::session_view::SessionView;

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Rows per page. A page may have fewer, and still have a next one: ended sessions are left out.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

const LIST: &str = "sessions";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-sessions", "List the own sessions", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: SignedIn, input: Input) -> Result<Reply<ListOutput<SessionView>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let account = &caller.account().value;
    let mut page = deps.store.sessions(account.account_id, &request).await?;
    page.rows.retain(|row| row.session.acts_as(account, deps.now()).is_some());
    let asking = Some(caller.session().value.session.session_id);
    Ok(Reply::ok(list_output(&deps, &key, LIST, page, |row| SessionView::of(&row, asking))))
}
