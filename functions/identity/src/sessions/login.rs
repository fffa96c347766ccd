//! Login: a login name and a password for a session. For anybody. Who has a second factor may do nothing in it but
//! the second step. Emits `shared_use.suspected` where staff are in an account in two places at once.
//!
//! Attempts are counted before anything is hashed. Unknown names, wrong passwords and accounts that may
//! not log in get the same answer after the same work (S000-6, S000-15, S001-2; F7, F8).

use std::time::Duration;

use foyer_domain::identity::attempts::Counted;
use foyer_domain::identity::{Account, LoginName};
use foyer_domain::secret::Secret;
use foyer_kit::pace::refuse_in_steps;
use foyer_kit::passwords::Match;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use foyer_store::Versioned;
use foyer_store::attempts::Attempt;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::sharing::noticed;
use crate::problems;

/// What is typed on the login page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Phone number, email address or generated name.
    pub login: String,
    /// The password.
    #[schemars(with = "String")]
    pub password: Secret,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("login", "Sign in with a login name and a password", handle)
}

/// What the time of a refusal is rounded up to. A name that somebody has is two rows to decode, and of a thousand
/// tries the sum tells even that; a hash takes half of this.
const STEP: Duration = Duration::from_millis(50);

/// Handles a login.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    refuse_in_steps(STEP, Box::pin(log_in(deps, input))).await
}

async fn log_in(deps: Deps, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    let name = LoginName::try_from(input.login.clone()).ok();
    let counted = name.as_ref().map_or_else(|| input.login.trim().to_lowercase(), ToString::to_string);
    // The account is looked up while attempts are counted; nothing is compared before they are.
    let guard = async {
        match &name {
            Some(name) => Ok::<_, Problem>(deps.store.login_guard(name).await?),
            None => Ok(None),
        }
    };
    let ((), guard) = futures::try_join!(count(&deps, Counted::Source, &deps.request.source), guard)?;
    let account = async {
        match &name {
            Some(_) => Ok::<_, Problem>(deps.store.account_behind(guard.as_ref()).await?),
            None => Ok(None),
        }
    };
    let ((), found) = futures::try_join!(count(&deps, Counted::Name, &counted), account)?;
    let stored = found.as_ref().map(|account| account.value.password.phc.as_str());
    let matched = deps.passwords.compare(&input.password, stored).await?;
    let account = found.filter(|_| matched != Match::No).filter(|account| account.value.password.usable(deps.now()));
    let account = account.ok_or_else(problems::login_failed)?;

    if matched == Match::YesButOutdated {
        rehash(&deps, &account, &input.password).await?;
    }
    let identity = account.value.active().next().ok_or_else(problems::login_failed)?;
    let beginning = begin(&deps, &account.value, identity, Origin::login(deps.now())).ok_or_else(problems::login_failed)?;
    let commit = deps.commit().begin_session(&beginning.row).forgive_attempts(&counted, &deps.request.source);
    let commit = noticed(&deps, commit, &account.value, identity, &beginning.row.session).await?;
    let reply = Reply::created("/api/me".to_owned(), beginning.output).cookie(beginning.cookie);
    Ok(deps.finish(commit, reply).await?)
}

async fn count(deps: &Deps, by: Counted, what: &str) -> Result<(), Problem> {
    match deps.store.count_attempt(by, what, deps.now()).await? {
        Attempt::Go => Ok(()),
        Attempt::Wait(wait) => Err(Problem::too_many(wait)),
    }
}

/// The stored hash is weaker than today's: replaces it now that the password is known. If the account
/// changed meanwhile, another login may have done so; if not, the next one will.
async fn rehash(deps: &Deps, account: &Versioned<Account>, password: &Secret) -> Result<(), Problem> {
    let mut next = account.value.clone();
    next.password.phc = deps.passwords.hash(password, deps.entropy()).await?;
    deps.store.update(account, &next).await?;
    Ok(())
}
