//! Opens pages of the portal to everybody whom the enterprise serves, and closes the others (S000-8, decision
//! 9). For administrators; no events.

use std::collections::BTreeSet;

use foyer_domain::apps::{App, OpenApps};
use foyer_domain::audit::{Act, Change};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::apps::get_open_apps::OpenAppsView;

/// What is open from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The pages: of `home`, `tickets` and `notices`. What is left out is closed.
    #[schemars(with = "Vec<String>")]
    pub apps: BTreeSet<App>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("open-apps", "Open pages of the portal", handle)
}

/// Handles the decision: it holds from the next request on.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<OpenAppsView>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageApps(tenant))?;
    let read = deps.store.open_apps(tenant).await?;
    let before = read.as_ref().map_or_else(|| OpenApps::initial(tenant), |read| read.value.clone());
    let seen = OpenAppsView::of(&before);
    deps.unless_stale(&seen.edition()?, || seen)?;
    let next = OpenApps { tenant_id: tenant, apps: input.apps };
    let commit = deps.commit().replace_or_create(read.as_ref(), &next);
    let change = Change::new("apps", Some(&listed(&before.apps)), Some(&listed(&next.apps)));
    let commit = deps.audit(commit, &caller, Act::AppsOpened, tenant.to_string(), vec![change]);
    let shown = OpenAppsView::of(&next);
    let edition = shown.edition()?;
    let outcome = deps.finish(commit, Reply::ok(shown).edition(&edition)).await;
    let now = async {
        let view = OpenAppsView::of(&deps.store.open_apps_or_initial(tenant).await?);
        Ok((view.edition()?, view))
    };
    deps.unless_overtaken(outcome, now).await
}

/// The pages as the audit shows them.
pub(crate) fn listed(apps: &BTreeSet<App>) -> String {
    apps.iter().map(|app| app.as_str()).collect::<Vec<_>>().join(" ")
}
