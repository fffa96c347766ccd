//! The external organisations, newest first: where a new contact belongs (S002-5, S002-6). For staff; no events.

use foyer_domain::directory::Organisation;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// An external organisation 外部组织.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrganisationView {
    /// Its id.
    pub organisation_id: String,
    /// The dimension that it stands in.
    pub dimension_id: String,
    /// Its name.
    pub name: String,
}

impl OrganisationView {
    fn of(organisation: &Organisation) -> Self {
        Self {
            organisation_id: organisation.organisation_id.to_string(),
            dimension_id: organisation.dimension_id.to_string(),
            name: organisation.name.to_string(),
        }
    }
}

const LIST: &str = "organisations";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-organisations", "List the external organisations", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<OrganisationView>>, Problem> {
    let key = caller.cursor_key();
    let request = page_request(&key, LIST, input.limit, input.cursor.as_deref())?;
    let page = deps.store.organisations(caller.tenant_id(), &request).await?;
    Ok(Reply::ok(list_output(&deps, &key, LIST, page, |organisation| OrganisationView::of(&organisation))))
}
