//! Marks a notice as read; once more changes nothing. For everybody, his own; no events.

use foyer_domain::apps::App;
use foyer_domain::id::EventId;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::Key;
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
    Operation::http("read-notice", "Mark a notice as read", handle)
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
