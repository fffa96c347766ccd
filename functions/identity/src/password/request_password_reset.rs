//! Asks for a code to choose another password (S001-23, F7). For anybody. Emits `password_reset.requested`,
//! which sends the code to whoever has an account with this login name.
//!
//! The same is done for every name, in the same time, with the same answer: whether anybody has it decides no more here
//! than what kind of counter the question is added to (`common::codes`). The sender finds out to whom the code goes.

use foyer_domain::id::{EventId, TenantId};
use foyer_domain::identity::LoginName;
use foyer_domain::identity::attempts::network;
use foyer_domain::identity::reset::{Asker, CODE_LIFE, code};
use foyer_domain::time::Timestamp;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use foyer_messaging::event::{Event, PasswordResetRequested};
use foyer_store::resets::{ResetCode, asked_from};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::codes;

/// Whose password was forgotten.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Phone number, email address or generated name.
    pub login: String,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("request-password-reset", "Ask for a code to choose another password", handle)
}

/// Handles the question. What is no login name, or was asked for too often, gets the same answer and no
/// code.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<()>, Problem> {
    let Ok(login) = LoginName::try_from(input.login) else {
        return Ok(Reply::accepted());
    };
    if let Some(limit) = codes::too_many(&deps, Asker::Stranger, &login).await? {
        tracing::warn!(limit = limit.counter(), "codes were asked for too often");
        return Ok(Reply::accepted());
    }
    let code = code(deps.entropy());
    let phc = deps.passwords.hash(&code, deps.entropy()).await?;
    let id: EventId = deps.new_id();
    let sealed = deps.sealer()?.seal(&code, &id.to_string(), deps.entropy()).map_err(Problem::internal)?;
    let event = PasswordResetRequested { login: login.clone(), code: sealed, expires_at: deps.now() + CODE_LIFE };
    let envelope = deps.event(id, nobodys(), None, Event::PasswordResetRequested(event));
    let from = Some(asked_from(&network(&deps.request.source)));
    let commit = deps.commit().put_over(&ResetCode { login, phc, tries: 0, asked_from: from, at: deps.now() });
    let commit = deps.emit(commit, &envelope)?;
    Ok(deps.finish(commit, Reply::accepted()).await?)
}

/// An account is no tenant's.
fn nobodys() -> TenantId {
    TenantId::floor(Timestamp::UNIX_EPOCH)
}
