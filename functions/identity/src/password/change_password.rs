//! Changes the own password (S001-24). For anybody signed in; no events.
//!
//! Who replaces an initial password proves the address that it went to, which is a login name from then on. One that
//! staff typed proves nothing: it takes a code too, which `request-address-proof` sends to the address (decision 3).
//!
//! The new password holds for all identities of the account (S000-12). All other sessions end (decision
//! 5); this one goes on under another token, because who replaced an initial password may do more.

use foyer_domain::audit::Act;
use foyer_domain::identity::StoredPassword;
use foyer_domain::identity::attempts::network;
use foyer_domain::identity::password::PasswordFault;
use foyer_domain::secret::Secret;
use foyer_kit::passwords::Match;
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use foyer_store::resets::AddressCode;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::{proof, settling};
use crate::problems;

/// The old and the new password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The password until now.
    #[schemars(with = "String")]
    pub current_password: Secret,
    /// The password from now on: at least 12 characters, 8 with a second factor.
    #[schemars(with = "String")]
    pub new_password: Secret,
    /// The code that was sent to the address, where the session says that one is needed.
    #[schemars(with = "Option<String>")]
    pub code: Option<Secret>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("change-password", "Replace the own password", handle)
}

/// Handles the change.
pub async fn handle(deps: Deps, caller: SignedIn, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    let account = caller.account();
    proof::password(&deps, &caller, &input.current_password, "current_password").await?;
    if input.new_password.reveal() == input.current_password.reveal() {
        return Err(problems::weak_password(PasswordFault::Unchanged));
    }
    let chosen = account.value.choose(&input.new_password).map_err(problems::weak_password)?;

    let address = account.value.to_be_proved();
    let code = code(&deps, &caller, input.code.as_ref()).await?;
    let stored = StoredPassword::chosen(deps.passwords.hash(chosen.secret(), deps.entropy()).await?, deps.now());
    let next = account.value.settled(stored, address.as_ref());
    let until_now = &caller.session().value;
    let beginning = begin(&deps, &next, caller.identity(), Origin::of(&until_now.session)).ok_or_else(Problem::not_signed_in)?;
    let commit = deps.commit().replace(account, &next).replace_session(until_now, &beginning.row);
    let commit = match &code {
        Some(code) => commit.use_address_code(code),
        None => commit,
    };
    let commit =
        if account.value.password.is_initial() { settling::settled(&deps, commit, &next, address.as_ref()).await? } else { commit };
    let commit = deps.audit_account(commit, &next, Some(&*caller), Act::PasswordChanged, &[]);
    match deps.finish(commit, Reply::ok(beginning.output).cookie(beginning.cookie)).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_address_code()),
        outcome => Ok(outcome?),
    }
}

/// The code that proves the address, compared; `None` where none is needed.
async fn code(deps: &Deps, caller: &SignedIn, typed: Option<&Secret>) -> Result<Option<AddressCode>, Problem> {
    let account = &caller.account().value;
    if !account.needs_code() {
        return Ok(None);
    }
    let typed = typed.ok_or_else(problems::address_code_needed)?;
    let (network, by) = (network(&deps.request.source), deps.commit_token());
    let code = deps.store.try_address_code(caller.account_id(), &network, &by, deps.now()).await?;
    let code = code.ok_or_else(problems::wrong_address_code)?;
    let matched = deps.passwords.compare(typed, Some(&code.phc)).await?;
    if matched == Match::No || account.to_be_proved().as_ref() != Some(&code.address) {
        return Err(problems::wrong_address_code());
    }
    Ok(Some(code))
}
