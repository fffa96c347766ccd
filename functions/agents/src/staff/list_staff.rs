//! The people who work here, newest first: to say who is responsible (S000-2) and to name who did something.
//! A name and whether it is in use, no address. For staff; no events.

use foyer_domain::agents::StaffMember;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// Somebody who works here.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StaffView {
    /// His identity.
    pub identity_id: String,
    /// Display name 显示名称.
    pub name: String,
    /// `active`, `offboarded` or `deleted`.
    pub state: &'static str,
}

impl StaffView {
    fn of(member: &StaffMember) -> Self {
        Self { identity_id: member.identity_id.to_string(), name: member.name.to_string(), state: member.state.as_str() }
    }
}

const LIST: &str = "staff";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-staff", "List the people who work here", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<StaffView>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = deps.store.staff(caller.tenant_id(), &request).await?;
    Ok(Reply::ok(list_output(&deps, &key, LIST, page, |member| StaffView::of(&member))))
}
