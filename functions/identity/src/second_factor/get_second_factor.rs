//! Whether the own account has a second factor (F26). For the account's owner; no events.

use foyer_kit::{Deps, Operation, Owner, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The second factor.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Since when there is one; null if there is none.
    pub enrolled_at: Option<String>,
    /// Recovery codes that were not used.
    pub recovery_codes_left: usize,
    /// It cannot be ended: an administrator needs one.
    pub required: bool,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-second-factor", "Whether the own account has a second factor", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Owner, _input: Input) -> Result<Reply<Output>, Problem> {
    let account = &caller.account().value;
    let factor = deps.store.second_factor(account.account_id).await?;
    Ok(Reply::ok(Output {
        enrolled_at: account.second_factor_since.map(|since| since.to_string()),
        recovery_codes_left: factor.map_or(0, |factor| factor.value.recovery.len()),
        required: account.needs_second_factor(),
    }))
}
