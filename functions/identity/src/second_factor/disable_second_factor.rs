//! Ends the own second factor (F26). For anybody signed in who has one and is no administrator, with password
//! and code. Emits `second_factor.changed`, which tells the owner.

use foyer_domain::identity::Account;
use foyer_domain::identity::second_factor::SecondFactorCode;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::SecondFactorChange;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::proof;
use crate::common::telling::told;
use crate::problems;

/// Password and code, again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The own password: at least 12 characters, because it is alone from now on.
    #[schemars(with = "String")]
    pub password: Secret,
    /// The 6 digits that the authenticator shows, or a recovery code.
    #[schemars(with = "String")]
    pub code: SecondFactorCode,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("disable-second-factor", "End the own second factor", handle)
}

/// Handles the end.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    let account = caller.account();
    if account.value.second_factor_since.is_none() {
        return Err(problems::no_second_factor());
    }
    if account.value.needs_second_factor() {
        return Err(problems::second_factor_needed());
    }
    proof::password(&deps, &caller, &input.password, "password").await?;
    let right = proof::code(&deps, caller.account_id(), &input.code).await?;
    let next = Account { second_factor_since: None, ..account.value.clone() };
    next.choose(&input.password).map_err(problems::too_weak_alone)?;
    let commit = right.used_to_end(deps.commit().replace(account, &next));
    let commit = told(&deps, commit, &caller, SecondFactorChange::Disabled)?;
    match deps.finish(commit, Reply::no_content()).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_second_factor()),
        outcome => Ok(outcome?),
    }
}
