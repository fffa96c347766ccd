//! Marks all notices as read, however many there are. For everybody, his own; no events.

use foyer_domain::apps::App;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Ahead, Freshness};
use schemars::JsonSchema;
use serde::Deserialize;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("read-all-notices", "Mark all notices as read", ahead, handle)
}

/// All that it reads.
fn ahead(hints: &Hints, _: &Input) -> Vec<Ahead> {
    let head = Ahead::inbox(hints.tenant_id, hints.identity_id, Freshness::Strong);
    hints.open_apps().into_iter().chain([head]).collect()
}

/// Handles the request.
pub async fn handle(deps: Deps, caller: Member, _: Input) -> Result<Reply<()>, Problem> {
    caller.require_app(&deps, App::Notices).await?;
    deps.store.read_all_notices(caller.tenant_id(), caller.identity_id(), deps.now(), || deps.commit_token()).await?;
    Ok(Reply::no_content())
}
