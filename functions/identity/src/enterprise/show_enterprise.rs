//! How an enterprise shows itself: on its login page too, so for anybody who knows its id. No events.

use foyer_domain::id::TenantId;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::enterprise_view::EnterpriseView;

/// Which enterprise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub tenant_id: TenantId,
}

/// An enterprise.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Its id.
    pub tenant_id: String,
    /// Its name.
    pub name: String,
    /// How it shows itself.
    pub face: EnterpriseView,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("show-enterprise", "How an enterprise shows itself", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<Output>, Problem> {
    let (tenant, face) = futures::try_join!(deps.store.tenant(input.tenant_id), deps.store.enterprise_or_initial(input.tenant_id))?;
    let tenant = tenant.ok_or_else(Problem::not_found)?.value;
    let face = EnterpriseView::of(&face);
    let edition = face.edition()?;
    Ok(Reply::ok(Output { tenant_id: tenant.tenant_id.to_string(), name: tenant.name.to_string(), face }).edition(&edition))
}
