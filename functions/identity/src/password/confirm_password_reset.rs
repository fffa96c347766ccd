//! Chooses another password with a code (S001-23, F7). For anybody who has one. Every session of the account
//! ends. Emits `password.changed`, which tells the owner.

use foyer_domain::audit::Act;
use foyer_domain::identity::attempts::Counted;
use foyer_domain::identity::{Account, LoginName, StoredPassword};
use foyer_domain::secret::Secret;
use foyer_kit::passwords::Match;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use foyer_messaging::event::{Event, PasswordChanged};
use foyer_store::attempts::Attempt;
use foyer_store::{Clash, Commit, CommitError, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;

/// The code, and the password from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The login name that the code was asked for with.
    pub login: String,
    /// The code from the message.
    #[schemars(with = "String")]
    pub code: Secret,
    /// The password from now on: at least 12 characters, 8 with a second factor.
    #[schemars(with = "String")]
    pub new_password: Secret,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("confirm-password-reset", "Choose another password with a code", handle)
}

/// Handles the choice. A name without an account, a code that is wrong, used, replaced or too old, and one
/// that was tried too often are refused alike.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<()>, Problem> {
    if let Attempt::Wait(wait) = deps.store.count_attempt(Counted::Source, &deps.request.source, deps.now()).await? {
        return Err(Problem::too_many(wait));
    }
    let login = LoginName::try_from(input.login).map_err(|_| problems::wrong_code())?;
    let Some(code) = deps.store.try_reset_code(&login, deps.now()).await? else {
        return Err(problems::wrong_code());
    };
    if deps.passwords.compare(&input.code, Some(&code.phc)).await? == Match::No {
        return Err(problems::wrong_code());
    }
    let read = deps.store.account_by_login(&login).await?.ok_or_else(problems::wrong_code)?;
    let account = &read.value;
    let identity = account.active().next().ok_or_else(problems::wrong_code)?.clone();
    let chosen = account.choose(input.new_password).map_err(problems::weak_password)?;
    let hash = deps.passwords.hash(chosen.secret(), deps.entropy()).await?;
    let next = Account { password: StoredPassword::chosen(hash, deps.now()), session_epoch: account.session_epoch + 1, ..account.clone() };
    let event = PasswordChanged { account_id: account.account_id, identity_id: identity.identity_id };
    let envelope = deps.event(deps.new_id(), identity.tenant_id, None, Event::PasswordChanged(event));
    let commit = deps.commit().use_reset_code(&code).replace(&read, &next);
    let commit = deps.emit(recorded(&deps, commit, &read), &envelope)?;
    match deps.finish(commit, Reply::no_content()).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_code()),
        outcome => Ok(outcome?),
    }
}

/// One entry of the audit in each enterprise where the account is in use.
fn recorded(deps: &Deps, commit: Commit, read: &Versioned<Account>) -> Commit {
    let mut tenants: Vec<_> = read.value.active().map(|identity| identity.tenant_id).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let target = read.value.account_id.to_string();
    tenants
        .into_iter()
        .fold(commit, |commit, tenant| deps.audit_of(commit, tenant, None, Act::PasswordRecovered, target.clone(), Vec::new()))
}
