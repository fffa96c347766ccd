//! Makes new recovery codes; the old ones are void (F26). For anybody signed in who has a second factor, with
//! password and code. Emits `second_factor.changed`, which tells the owner.

use foyer_domain::identity::SecondFactor;
use foyer_domain::identity::second_factor::SecondFactorCode;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::SecondFactorChange;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::proof;
use crate::common::recovery::recovery_codes;
use crate::common::telling::told;
use crate::problems;

/// Password and code, again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The own password.
    #[schemars(with = "String")]
    pub password: Secret,
    /// The 6 digits that the authenticator shows, or a recovery code.
    #[schemars(with = "String")]
    pub code: SecondFactorCode,
}

/// What is shown once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Each signs in once in place of the authenticator.
    pub recovery_codes: Vec<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("renew-recovery-codes", "Make new recovery codes", handle)
}

/// Handles the renewal.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Output>, Problem> {
    if caller.account().value.second_factor_since.is_none() {
        return Err(problems::no_second_factor());
    }
    proof::password(&deps, &caller, &input.password, "password").await?;
    let mut right = proof::code(&deps, caller.account_id(), &input.code).await?;
    let (shown, recovery) = recovery_codes(&deps).await?;
    right.next = SecondFactor { recovery, ..right.next };
    let commit = told(&deps, right.used(deps.commit()), &caller, SecondFactorChange::RecoveryCodesRenewed)?;
    // Not `finish`: the answer holds secrets, which must not be kept for an idempotency key.
    match commit.run(&deps.store).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_second_factor()),
        outcome => Ok(outcome.map(|()| Reply::ok(Output { recovery_codes: shown }))?),
    }
}
