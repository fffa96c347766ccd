//! How many notices the identity that asks has not read. For everybody, his own; no events.

use foyer_domain::apps::App;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Ahead, Freshness};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The count.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Unread notices.
    pub unread: u64,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("count-notices", "Count the caller's unread notices", ahead, handle)
}

/// All that it reads.
fn ahead(hints: &Hints, _: &Input) -> Vec<Ahead> {
    let head = Ahead::inbox(hints.tenant_id, hints.identity_id, Freshness::Eventual);
    hints.open_apps().into_iter().chain([head]).collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, _: Input) -> Result<Reply<Output>, Problem> {
    caller.require_app(&deps, App::Notices).await?;
    let head = deps.store.inbox(caller.tenant_id(), caller.identity_id(), Freshness::Eventual).await?;
    Ok(Reply::ok(Output { unread: head.unread(deps.now()) }))
}
