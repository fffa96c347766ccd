//! Login: a login name and a password for a session. For anybody. Who has a second factor may do nothing in it but
//! the second step. Emits `shared_use.suspected` where staff are in an account in two places at once.
//!
//! Attempts are counted before anything is hashed: by the name and the source together, and beyond a high bound by the
//! name alone. A device that logged in before, and a source that never failed, get through a window that others closed.
//! Unknown names, wrong passwords and accounts that may not log in get the same answer after the same work (S000-6, S000-15, S001-2; F7, F8).

use std::time::Duration;

use foyer_domain::identity::attempts::{Counted, network, site};
use foyer_domain::identity::{Account, LoginName};
use foyer_domain::secret::Secret;
use foyer_domain::time::SignedDuration;
use foyer_domain::unicode::identifier;
use foyer_kit::pace::refuse_in_steps;
use foyer_kit::passwords::Match;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply, device};
use foyer_store::attempts::Attempt;
use foyer_store::{Commit, Versioned};
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
    let counted = name.as_ref().map_or_else(|| identifier(&input.login).to_lowercase(), ToString::to_string);
    // The account is looked up while attempts are counted; nothing is compared before they are.
    let guard = async {
        match &name {
            Some(name) => Ok::<_, Problem>(deps.store.login_guard(name).await?),
            None => Ok(None),
        }
    };
    let tried = Tried::new(&deps, counted);
    let (here, guard) = futures::try_join!(count(&deps, Counted::NameFromSource, &tried.name_from_site), guard)?;
    if let Attempt::Wait(wait) = here
        && deps.request.device_mark.is_none()
    {
        return Err(Problem::too_many(wait));
    }
    let account = async {
        match &name {
            Some(_) => Ok::<_, Problem>(deps.store.account_behind(guard.as_ref()).await?),
            None => Ok(None),
        }
    };
    let (closed, found) = futures::try_join!(tried.closed(&deps, here), account)?;
    let device = match closed {
        Some(wait) => Some(known_device(&deps, found.as_ref().map(|account| &account.value), wait).await?),
        None => None,
    };
    let stored = found.as_ref().map(|account| account.value.password.phc.as_str());
    let matched = deps.passwords.compare(&input.password, stored).await?;
    let account = found.filter(|_| matched != Match::No).filter(|account| account.value.password.usable(deps.now()));
    let mut account = account.ok_or_else(problems::login_failed)?;

    if matched == Match::YesButOutdated {
        account.value.password.phc = rehash(&deps, &account, &input.password).await?;
    }
    let identity = account.value.active().next().ok_or_else(problems::login_failed)?;
    let beginning = begin(&deps, &account.value, identity, Origin::login(deps.now())).ok_or_else(problems::login_failed)?;
    let commit = tried.forgiven(deps.commit().begin_session(&beginning.row), device.as_deref());
    let commit = noticed(&deps, commit, &account.value, identity, &beginning.row.session).await?;
    let reply = Reply::created("/api/me".to_owned(), beginning.output).cookie(beginning.cookie);
    let reply = reply.cookie(device::cookie(&account.value, deps.now(), deps.entropy()));
    Ok(deps.finish(commit, reply).await?)
}

async fn count(deps: &Deps, by: Counted, what: &str) -> Result<Attempt, Problem> {
    Ok(deps.store.count_attempt(by, what, &deps.commit_token(), deps.now()).await?)
}

/// What an attempt is counted by.
struct Tried {
    network: String,
    name: String,
    name_from_site: String,
}

impl Tried {
    fn new(deps: &Deps, name: String) -> Self {
        let network = network(&deps.request.source);
        Self { name_from_site: format!("{} {name}", site(&deps.request.source)), network, name }
    }

    /// How long the window is closed for this attempt, if it is. `here` is how it went with the name from this source:
    /// who has to wait there is counted nowhere else, and who never failed there does not wait for what others did to the
    /// name.
    async fn closed(&self, deps: &Deps, here: Attempt) -> Result<Option<SignedDuration>, Problem> {
        let tries = match here {
            Attempt::Go(tries) => tries,
            Attempt::Wait(wait) => return Ok(Some(wait)),
        };
        let (source, name) = futures::try_join!(count(deps, Counted::Source, &self.network), count(deps, Counted::Name, &self.name))?;
        Ok(match (source, name) {
            (Attempt::Wait(wait), _) => Some(wait),
            (Attempt::Go(_), Attempt::Wait(wait)) if tries > 1 => Some(wait),
            (Attempt::Go(_), _) => None,
        })
    }

    /// Adds that the attempt was right. What was tried at the name from elsewhere stays.
    fn forgiven(&self, commit: Commit, device: Option<&str>) -> Commit {
        match device {
            Some(device) => commit.forgive(Counted::Device, device),
            None => commit.forgive(Counted::NameFromSource, &self.name_from_site).take_back_attempt(&self.network),
        }
    }
}

/// Lets an attempt through a closed window that comes from a device which logged in to the account before, and counts it
/// by that; gives what it is counted by.
async fn known_device(deps: &Deps, account: Option<&Account>, wait: SignedDuration) -> Result<String, Problem> {
    let mark = deps.request.device_mark.as_deref();
    let known = mark.zip(account).and_then(|(mark, account)| device::known(mark, account, deps.now()));
    let known = known.ok_or_else(|| Problem::too_many(wait))?;
    match deps.store.count_attempt(Counted::Device, &known, &deps.commit_token(), deps.now()).await? {
        Attempt::Go(_) => Ok(known),
        Attempt::Wait(wait) => Err(Problem::too_many(wait)),
    }
}

/// The stored hash is weaker than today's: replaces it now that the password is known. If the account
/// changed meanwhile, another login may have done so; if not, the next one will.
async fn rehash(deps: &Deps, account: &Versioned<Account>, password: &Secret) -> Result<String, Problem> {
    let mut next = account.value.clone();
    next.password.phc = deps.passwords.hash(password, deps.entropy()).await?;
    let phc = next.password.phc.clone();
    let replaced = deps.store.update(account, &next).await?;
    Ok(if replaced { phc } else { account.value.password.phc.clone() })
}
