//! The logo of an enterprise: on its login page too, so for anybody who knows its id. No events.

use foyer_domain::id::TenantId;
use foyer_kit::{Anonymous, Cache, Deps, Operation, Problem, Raw, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which enterprise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub tenant_id: TenantId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-logo", "The logo of an enterprise", handle)
}

/// Handles the question. Without a logo it is 404, as for an enterprise that is not there.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<Raw>, Problem> {
    let logo = deps.store.logo(input.tenant_id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(Raw::new("image/jpeg", logo.jpeg).tag(&logo.tag.0).cache(Cache::Checked)))
}
