//! Ends one of the own sessions (S003-19, F27). For anybody signed in; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::id::SessionId;
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::end_login;

/// Which session.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id, from the list.
    #[schemars(with = "String")]
    pub session_id: SessionId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("end-session", "End one of the own sessions", handle)
}

/// Handles the end.
pub async fn handle(deps: Deps, caller: SignedIn, input: Input) -> Result<Reply<()>, Problem> {
    let live = deps.store.live_sessions(&caller.account().value, deps.now()).await?;
    let row = live.into_iter().find(|row| row.session.session_id == input.session_id).ok_or_else(Problem::not_found)?;
    let changes = vec![Change::new("session_id", Some(&row.session.session_id.to_string()), None)];
    let recorded = |commit| deps.audit(commit, &caller, Act::SessionEnded, caller.account_id().to_string(), changes.clone());
    end_login(&deps, caller.account_id(), &row.session, recorded).await?;
    Ok(Reply::no_content())
}
