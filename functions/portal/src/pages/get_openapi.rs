//! The OpenAPI document. For anybody; no events. `xtask check` holds it against the types.

use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

const DOCUMENT: &str = include_str!("../../openapi.json");

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-openapi", "The OpenAPI 3.1 document of this API", handle)
}

/// Handles the question.
pub async fn handle(_deps: Deps, _caller: Anonymous, _input: Input) -> Result<Reply<Value>, Problem> {
    serde_json::from_str(DOCUMENT).map(Reply::ok).map_err(Problem::internal)
}
