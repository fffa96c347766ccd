//! The second step of a login: a code of the second factor (S003-18, F26). For anybody who did the first. The
//! session goes on under another token. Emits `second_factor.changed` for a recovery code, which tells the owner, and
//! `shared_use.suspected` where staff are in an account in two places at once.

use foyer_domain::audit::Act;
use foyer_domain::identity::Outstanding;
use foyer_domain::identity::second_factor::SecondFactorCode;
use foyer_kit::{Deps, HalfSignedIn, Operation, Problem, Reply};
use foyer_messaging::event::SecondFactorChange;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::proof;
use crate::common::sharing::noticed;
use crate::common::telling::told;
use crate::problems;

/// A code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The 6 digits that the authenticator shows, or a recovery code.
    #[schemars(with = "String")]
    pub code: SecondFactorCode,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("pass-second-factor", "Do the second step of a login", handle)
}

/// Handles the second step.
pub async fn handle(deps: Deps, caller: HalfSignedIn, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    if caller.outstanding() != Some(Outstanding::SecondStep) {
        return Err(problems::no_second_step());
    }
    let right = proof::code(&deps, caller.account_id(), &input.code).await?;
    let until_now = &caller.session().value;
    let origin = Origin { second_factor_at: Some(deps.now()), ..Origin::of(&until_now.session) };
    let account = &caller.account().value;
    let beginning = begin(&deps, account, caller.identity(), origin).ok_or_else(Problem::not_signed_in)?;
    let commit = deps.commit().replace_session(until_now, &beginning.row);
    let commit = right.used(commit);
    let commit = if right.recovery {
        told(&deps, commit, &caller, SecondFactorChange::RecoveryCodeUsed)?
    } else {
        deps.audit(commit, &caller, Act::SecondFactorPassed, caller.account_id().to_string(), Vec::new())
    };
    let commit = noticed(&deps, commit, account, caller.identity(), &beginning.row.session).await?;
    // Not `finish`: the answer holds a token, which must not be kept for an idempotency key.
    match commit.run(&deps.store).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_second_factor()),
        outcome => Ok(outcome.map(|()| Reply::ok(beginning.output).cookie(beginning.cookie))?),
    }
}
