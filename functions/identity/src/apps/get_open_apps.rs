//! Which pages of the portal are open to the people that the enterprise serves (S000-8, decision 9). For
//! administrators; no events.

use foyer_domain::apps::{App, OpenApps};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Edition, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// What is open.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpenAppsView {
    /// The pages that are open: of `home`, `tickets` and `notices`.
    #[schemars(with = "Vec<String>")]
    pub apps: Vec<App>,
}

impl OpenAppsView {
    /// The view of `open`.
    pub fn of(open: &OpenApps) -> Self {
        Self { apps: open.apps.iter().copied().collect() }
    }

    /// What it shows, as an editor saw it.
    pub fn edition(&self) -> Result<Edition, Problem> {
        Edition::of(self)
    }
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-open-apps", "Which pages of the portal are open", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, _input: Input) -> Result<Reply<OpenAppsView>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageApps(tenant))?;
    let open = deps.store.open_apps_or_initial(tenant).await?;
    let view = OpenAppsView::of(&open);
    let edition = view.edition()?;
    Ok(Reply::ok(view).edition(&edition))
}
