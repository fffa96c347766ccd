//! Opens pages of the portal to one external identity, instead of those that are open to everybody (S000-8,
//! F19). For administrators; no events.

use std::collections::BTreeSet;

use foyer_domain::apps::App;
use foyer_domain::audit::{Act, Change};
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Binding, IdentityState};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::apps::open_apps::listed;
use crate::common::managed::whose;
use crate::problems;

/// Whose, and what is open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An external identity of the enterprise.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The pages: of `home`, `tickets` and `notices`; null or left out for what is open to everybody.
    #[schemars(with = "Option<Vec<String>>")]
    pub apps: Option<BTreeSet<App>>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("open-identity-apps", "Open pages of the portal to one person", ahead, handle)
}

/// Handles the decision: it holds from the next request on.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<()>, Problem> {
    caller.require(Action::ManageApps(caller.tenant_id()))?;
    let read = deps.store.account_of(caller.tenant_id(), input.identity_id).await?.ok_or_else(Problem::not_found)?;
    let mut next = read.value.clone();
    let identity = next.identities.iter_mut().find(|identity| identity.identity_id == input.identity_id);
    let identity = identity.filter(|identity| matches!(identity.binding, Binding::External { .. })).ok_or_else(Problem::not_found)?;
    if identity.state == IdentityState::Deleted {
        return Err(problems::not_active(identity.state));
    }
    let before = std::mem::replace(&mut identity.apps, input.apps.clone());
    let change = Change::new("apps", before.as_ref().map(listed).as_deref(), input.apps.as_ref().map(listed).as_deref());
    let commit = deps.commit().replace(&read, &next);
    let commit = deps.audit(commit, &caller, Act::AppsOpened, input.identity_id.to_string(), vec![change]);
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
