//! Chooses another password with a code (S001-23, F7). For anybody who has one. Every session of the account
//! ends. Emits `password.changed`, which tells the owner. The address that the code went to is proved by it (decision 3).

use std::time::Duration;

use foyer_domain::audit::Act;
use foyer_domain::identity::attempts::{Counted, network};
use foyer_domain::identity::{LoginName, StoredPassword, reset};
use foyer_domain::secret::Secret;
use foyer_kit::pace::refuse_in_steps;
use foyer_kit::passwords::Match;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use foyer_messaging::event::{Event, PasswordChanged};
use foyer_store::attempts::Attempt;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::settling;
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
    refuse_in_steps(STEP, Box::pin(choose(deps, input))).await
}

/// What the time of a refusal is rounded up to, as that of a login.
const STEP: Duration = Duration::from_millis(50);

async fn choose(deps: Deps, input: Input) -> Result<Reply<()>, Problem> {
    let login = LoginName::try_from(input.login);
    let guard = async {
        match &login {
            Ok(login) => deps.store.login_guard(login).await,
            Err(_) => Ok(None),
        }
    };
    let network = network(&deps.request.source);
    let by = deps.commit_token();
    let counted = deps.store.count_attempt(Counted::Source, &network, &by, deps.now());
    let (counted, guard) = futures::try_join!(counted, guard)?;
    if let Attempt::Wait(wait) = counted {
        return Err(Problem::too_many(wait));
    }
    let login = login.map_err(|_| problems::wrong_code())?;
    // The same work whether or not a code was asked for, and as many reads for a name that nobody has.
    let code = deps.store.try_reset_code(&login, &network, &by, deps.now());
    let (code, read) = futures::try_join!(code, deps.store.account_behind(guard.as_ref()))?;
    let matched = deps.passwords.compare(&reset::typed(&input.code), code.as_ref().map(|code| code.phc.as_str())).await?;
    let code = code.filter(|_| matched != Match::No).ok_or_else(problems::wrong_code)?;
    let read = read.ok_or_else(problems::wrong_code)?;
    let account = &read.value;
    let identity = account.active().next().ok_or_else(problems::wrong_code)?.clone();
    let sms = account.phone.as_ref().is_some_and(|phone| deps.config.sms_countries.has(phone));
    let address = account.recovered_at(&login, sms).ok_or_else(problems::wrong_code)?;
    let chosen = account.choose(&input.new_password).map_err(problems::weak_password)?;
    let hash = deps.passwords.hash(chosen.secret(), deps.entropy()).await?;
    let next = account.settled(StoredPassword::chosen(hash, deps.now()), Some(&address));
    let event = PasswordChanged { account_id: account.account_id, identity_id: identity.identity_id };
    let envelope = deps.event(deps.new_id(), identity.tenant_id, None, Event::PasswordChanged(event));
    let commit = deps.commit().use_reset_code(&code).replace(&read, &next);
    let commit = settling::settled(&deps, commit, &next, Some(&address)).await?;
    let commit = deps.emit(deps.audit_account(commit, &next, None, Act::PasswordRecovered, &[]), &envelope)?;
    match deps.finish(commit, Reply::no_content()).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_code()),
        outcome => Ok(outcome?),
    }
}
