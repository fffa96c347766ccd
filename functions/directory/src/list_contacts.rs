//! The contacts that the caller sees, newest first (S002-3, S002-4, S004-1). For staff; no events.
//!
//! Whoever may see whole dimensions reads the tenant's list, everybody else his own; both are filtered by
//! the policy that the detail asks. A page may therefore be short: go on while there is `next_cursor`.

use foyer_domain::agents::Permission;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::views::ContactView;

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

const LIST: &str = "contacts";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-contacts", "List the contacts that you may see", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<ContactView>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let authority = caller.authority();
    let wide = authority.has(Permission::MaintainExternal) || !authority.maintains.is_empty();
    let mut page = if wide {
        deps.store.contacts(caller.tenant_id(), &request).await?
    } else {
        deps.store.contacts_seen_by(caller.tenant_id(), caller.identity_id(), &request).await?
    };
    page.rows.retain(|contact| matches!(caller.may(Action::ViewContact(contact)), Verdict::Allowed(_)));
    Ok(Reply::ok(list_output(&key, LIST, page, |contact| ContactView::of(&caller, &contact))))
}
