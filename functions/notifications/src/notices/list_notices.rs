//! The notices of the identity that asks, the newest event first. For everybody, his own; no events.

use foyer_domain::apps::App;
use std::collections::BTreeMap;

use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::notices::{Head, Notice};
use foyer_store::{Ahead, Freshness};
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

/// A notice. The pages translate it by its kind.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeView {
    /// Names it.
    pub notice_id: String,
    /// What happened, like `ticket.accepted`.
    pub kind: String,
    /// What the text of this kind needs.
    pub parameters: BTreeMap<String, String>,
    /// The page that it opens, below the portal's address.
    pub link: String,
    /// When it happened.
    pub at: String,
    /// Whether it is still to be read.
    pub unread: bool,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("list-notices", "List the caller's notices", ahead, handle)
}

/// The pages that are open, and how many are unread.
fn ahead(hints: &Hints, _: &Input) -> Vec<Ahead> {
    let head = Ahead::inbox(hints.tenant_id, hints.identity_id, Freshness::Eventual);
    hints.open_apps().into_iter().chain([head]).collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<NoticeView>>, Problem> {
    caller.require_app(&deps, App::Notices).await?;
    let (tenant, me, key) = (caller.tenant_id(), caller.identity_id(), caller.cursor_key());
    let list = format!("notices {me}");
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let head = deps.store.inbox(tenant, me, Freshness::Eventual).await?;
    let mut page = deps.store.notices(tenant, me, &request).await?;
    let now = deps.now();
    page.rows.retain(|notice| !notice.is_over(now));
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |notice| NoticeView::of(notice, &head))))
}

impl NoticeView {
    fn of(notice: Notice, head: &Head) -> Self {
        Self {
            notice_id: notice.event_id.to_string(),
            unread: notice.is_unread(head),
            kind: notice.event_type,
            parameters: notice.parameters,
            link: notice.link,
            at: notice.at.to_string(),
        }
    }
}
