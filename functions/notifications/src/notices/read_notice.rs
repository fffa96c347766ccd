//! Marks a notice as read; once more changes nothing. For everybody, his own; no events.

use foyer_domain::apps::App;
use foyer_domain::id::EventId;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::notices::Notice;
use foyer_store::{Ahead, Freshness, Key};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which notice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub notice_id: EventId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("read-notice", "Mark a notice as read", ahead, handle)
}

/// All that it reads.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let (tenant, me) = (hints.tenant_id, hints.identity_id);
    let notice = Ahead::of::<Notice>(Key::notice(tenant, me, input.notice_id));
    let head = Ahead::inbox(tenant, me, Freshness::Strong);
    hints.open_apps().into_iter().chain([notice, head]).collect()
}

/// Handles the request.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    caller.require_app(&deps, App::Notices).await?;
    let key = Key::notice(caller.tenant_id(), caller.identity_id(), input.notice_id);
    if deps.store.read_notice(&key, deps.now(), || deps.commit_token()).await? {
        return Ok(Reply::no_content());
    }
    Err(Problem::not_found())
}
