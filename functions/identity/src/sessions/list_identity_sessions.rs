//! The sessions that act as somebody of the enterprise, each with its device (S003-19, F27). For
//! administrators; no events.

use foyer_domain::id::IdentityId;
use foyer_domain::policy::Action;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::whose;
use crate::common::session_view::SessionView;

/// Whose, and which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An identity of the enterprise.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// Rows per page. A page may have fewer, and still have a next one: ended sessions are left out.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("list-identity-sessions", "List the sessions of somebody of the enterprise", ahead, handle)
}

/// Handles the question. What the account does in other enterprises is not shown.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<SessionView>>, Problem> {
    caller.require(Action::ManageSessions(caller.tenant_id()))?;
    let account = deps.store.account_of(caller.tenant_id(), input.identity_id).await?.ok_or_else(Problem::not_found)?.value;
    let (key, list) = (caller.cursor_key(), format!("sessions of {}", input.identity_id));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let mut page = deps.store.sessions(account.account_id, &request).await?;
    let here = |tenant| tenant == caller.tenant_id();
    page.rows.retain(|row| row.session.acts_as(&account, deps.now()).is_some_and(|identity| here(identity.tenant_id)));
    let asking = Some(caller.session().value.session.session_id);
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |row| SessionView::of(&row, asking))))
}
