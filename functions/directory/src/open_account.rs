//! Opens a contact's account. For administrators, maintainers, and the contact's owner, participants and
//! customer-service owner (S000-1 to S000-5, S002-5). Emits `account.opened`, which sends login name and
//! initial password.

use foyer_domain::id::ContactId;
use foyer_domain::identity::{LoginName, NewPassword};
use foyer_domain::policy::Action;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{opening, problems};

/// For which contact, with which login name and password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// The login name; the contact's mobile or email otherwise (S000-4).
    #[schemars(with = "Option<String>")]
    pub login: Option<LoginName>,
    /// The initial password, at least 12 characters; one is generated otherwise.
    #[schemars(with = "Option<String>")]
    pub initial_password: Option<Secret>,
}

/// The account. The password is nowhere but in the message to the contact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The account.
    pub account_id: String,
    /// Its identity here.
    pub identity_id: String,
    /// The login name that the message names.
    pub login: String,
    /// All its login names.
    pub logins: Vec<String>,
    /// When the initial password is void unless it was replaced.
    pub initial_password_expires_at: String,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("open-account", "Open a contact's account and send its initial password", handle)
}

/// Handles the opening.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Output>, Problem> {
    let read = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
    let contact = &read.value;
    caller.require(Action::OpenAccount(contact))?;
    contact.account.vacant().map_err(problems::account_taken)?;

    let password = match input.initial_password {
        Some(typed) => NewPassword::choose(typed, &[contact.name.as_str()]).map_err(problems::weak_password)?,
        None if contact.reachable() => NewPassword::generate(deps.entropy()),
        None => return Err(problems::unreachable()),
    };
    let suggested = input.login.or_else(|| contact.suggested_login());
    let login = suggested.unwrap_or_else(|| LoginName::generate(deps.entropy()));
    let opening = opening::prepare(&deps, &caller, contact, login, password).await?;

    let commit = opening.add_to(&deps, &caller, deps.commit(), &read)?;
    let account = &opening.account;
    let output = Output {
        account_id: account.account_id.to_string(),
        identity_id: opening.identity_id.to_string(),
        login: account.logins[0].to_string(),
        logins: account.logins.iter().map(ToString::to_string).collect(),
        initial_password_expires_at: account.password.initial_until.unwrap_or(account.created_at).to_string(),
    };
    let reply = Reply::created(format!("/api/contacts/{}", contact.contact_id), output);
    match deps.finish(commit, reply).await {
        // Two openings at once: the loser is told what he would be told a moment later.
        Err(CommitError::Clash(Clash::Stale)) => Err(taken_meanwhile(&deps, &caller, input.contact_id).await?),
        outcome => Ok(outcome?),
    }
}

async fn taken_meanwhile(deps: &Deps, caller: &Staff, contact: ContactId) -> Result<Problem, Problem> {
    let read = deps.store.contact(caller.tenant_id(), contact).await?.ok_or_else(Problem::not_found)?;
    Ok(match read.value.account.vacant() {
        Err(taken) => problems::account_taken(taken),
        Ok(()) => CommitError::Clash(Clash::Stale).into(),
    })
}
