//! Asks for a code that proves the address of an account whose initial password staff typed (decision 3). For anybody
//! signed in who has to replace one. Emits `address_change.requested`, which sends the code to that address.

use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::codes;
use crate::problems;

/// Nothing is asked: the code goes to the address that the account was opened for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("request-address-proof", "Ask for a code that proves the address of a new account", handle)
}

/// Handles the question. Another one voids the code before.
pub async fn handle(deps: Deps, caller: SignedIn, _input: Input) -> Result<Reply<()>, Problem> {
    let account = &caller.account().value;
    let address = account.to_be_proved().filter(|_| account.needs_code()).ok_or_else(problems::nothing_to_prove)?;
    codes::send(&deps, &caller, address).await
}
