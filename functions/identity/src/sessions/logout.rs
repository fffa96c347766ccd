//! Logout: ends the session that it is called with, and what replaces it meanwhile. For anybody with a session; no events.

use foyer_kit::token::cookie;
use foyer_kit::{Deps, HalfSignedIn, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::end_login;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("logout", "End this session", handle)
}

/// Handles a logout.
pub async fn handle(deps: Deps, caller: HalfSignedIn, _input: Input) -> Result<Reply<()>, Problem> {
    end_login(&deps, caller.account_id(), &caller.session().value.session, |commit| commit).await?;
    Ok(Reply::no_content().cookie(cookie("", 0)))
}
