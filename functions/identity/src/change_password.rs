//! Changes the own password. For anybody signed in; no events.
//!
//! The new password holds for all identities of the account (S000-12). All other sessions end (decision
//! 5); this one goes on.

use foyer_domain::audit::Act;
use foyer_domain::identity::attempts::Counted;
use foyer_domain::identity::password::PasswordFault;
use foyer_domain::identity::{NewPassword, StoredPassword};
use foyer_domain::secret::Secret;
use foyer_kit::passwords::Match;
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use foyer_store::attempts::Attempt;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;

/// The old and the new password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The password until now.
    #[schemars(with = "String")]
    pub current_password: Secret,
    /// The password from now on: at least 12 characters.
    #[schemars(with = "String")]
    pub new_password: Secret,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("change-password", "Replace the own password", handle)
}

/// Handles the change.
pub async fn handle(deps: Deps, caller: SignedIn, input: Input) -> Result<Reply<()>, Problem> {
    let account = caller.account();
    let counted = format!("change of {}", caller.account_id());
    if let Attempt::Wait(wait) = deps.store.count_attempt(Counted::Name, &counted, deps.now()).await? {
        return Err(Problem::too_many(wait));
    }
    if deps.passwords.compare(&input.current_password, Some(&account.value.password.phc)).await? == Match::No {
        return Err(problems::wrong_current_password());
    }
    if input.new_password.reveal() == input.current_password.reveal() {
        return Err(problems::weak_password(PasswordFault::Unchanged));
    }
    let chosen = NewPassword::choose(input.new_password, &account.value.personal_texts()).map_err(problems::weak_password)?;

    let mut next = account.value.clone();
    next.password = StoredPassword::chosen(deps.passwords.hash(chosen.secret(), deps.entropy()).await?, deps.now());
    next.session_epoch += 1;
    let mut session = caller.session().value.clone();
    session.session.epoch = next.session_epoch;
    let commit = deps.commit().replace(account, &next).replace(caller.session(), &session);
    let commit = deps.audit(commit, &caller, Act::PasswordChanged, caller.account_id().to_string(), Vec::new());
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
