//! Ends all of the own sessions but the one that asks (S003-19, F27). For anybody signed in; no events.

use foyer_domain::audit::Act;
use foyer_domain::identity::Account;
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use schemars::JsonSchema;
use serde::Deserialize;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("end-other-sessions", "End all of the own sessions but this one", handle)
}

/// Handles the end: the account's epoch rises, and this session with it.
pub async fn handle(deps: Deps, caller: SignedIn, _input: Input) -> Result<Reply<()>, Problem> {
    let account = caller.account();
    let next = Account { session_epoch: account.value.session_epoch + 1, ..account.value.clone() };
    let mut session = caller.session().value.clone();
    session.session.epoch = next.session_epoch;
    let commit = deps.commit().replace(account, &next).replace(caller.session(), &session);
    let commit = deps.audit_account(commit, &account.value, Some(&*caller), Act::SessionsEnded, &[]);
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
