//! Changes the own password (S001-24). For anybody signed in; no events.
//!
//! The new password holds for all identities of the account (S000-12). All other sessions end (decision
//! 5); this one goes on under another token, because who replaced an initial password may do more.

use foyer_domain::audit::Act;
use foyer_domain::identity::StoredPassword;
use foyer_domain::identity::password::PasswordFault;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use foyer_store::{Entity as _, Table};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::proof;
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
    let chosen = account.value.choose(input.new_password).map_err(problems::weak_password)?;

    let mut next = account.value.clone();
    next.password = StoredPassword::chosen(deps.passwords.hash(chosen.secret(), deps.entropy()).await?, deps.now());
    next.session_epoch += 1;
    let until_now = &caller.session().value;
    let beginning = begin(&deps, &next, caller.identity(), Origin::of(&until_now.session)).ok_or_else(Problem::not_signed_in)?;
    let commit = deps.commit().replace(account, &next);
    let commit = commit.begin_session(&beginning.row).remove(Table::Sessions, &until_now.key());
    let commit = deps.audit(commit, &caller, Act::PasswordChanged, caller.account_id().to_string(), Vec::new());
    Ok(deps.finish(commit, Reply::ok(beginning.output).cookie(beginning.cookie)).await?)
}
