//! The own account and identity, and what tells it from the others of the account (S000-10). For anybody signed in;
//! no events.

use std::collections::BTreeSet;

use foyer_domain::apps::App;
use foyer_domain::directory::Enterprise;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Deps, Edition, Hints, Operation, Problem, Reply, SignedIn};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::beginning::proof_address;
use crate::common::enterprise_view::EnterpriseView;
use crate::common::known_as;
use crate::common::views::{AccountView, IdentityView, landing, next_step};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// Who is signed in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The account.
    pub account: AccountView,
    /// Its identities, deleted ones left out.
    pub identities: Vec<IdentityView>,
    /// The identity that the session acts as.
    pub active_identity: IdentityView,
    /// The pages of the portal that are open to it: of `home`, `tickets` and `notices`. Absent for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub apps: Option<BTreeSet<App>>,
    /// How its enterprise shows itself.
    pub enterprise: EnterpriseView,
    /// What it may do in the whole enterprise: of `view_all_tickets`, `manage_queues`, `manage_sessions`,
    /// `manage_apps`, `manage_enterprise`, `read_silence` and `read_audit`. The policy decides each time; this is for menus. Absent for
    /// customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<&'static str>>,
    /// `portal` or `console`.
    pub landing: &'static str,
    /// What is to be done before anything else: `change_password` or `enrol_second_factor`; null if nothing is.
    pub next_step: Option<&'static str>,
    /// True while the password must be replaced.
    pub must_change_password: bool,
    /// Where a code must be sent that replacing the password takes, shortened; null if it takes none.
    pub proof_address: Option<String>,
    /// When the session ends at the latest.
    pub expires_at: String,
    /// When it ends if nothing more is done with it; absent where it may rest. What a page asks by itself, with the
    /// header `Foyer-By-Itself`, does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rests_at: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, _: &Input| {
        let face = Ahead::of::<Enterprise>(Key::enterprise(hints.tenant_id));
        hints.open_apps().into_iter().chain([face]).collect()
    };
    Operation::http_ahead("get-me", "Who is signed in, and as which identity", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: SignedIn, _input: Input) -> Result<Reply<Output>, Problem> {
    let account = &caller.account().value;
    let apps = async { caller.open_apps(&deps).await };
    let face = async { Ok(deps.store.enterprise_or_initial(caller.tenant_id()).await?) };
    let (identities, apps, face) = futures::try_join!(known_as::identities(&deps, account), apps, face)?;
    let active = identities.iter().find(|view| view.identity_id == caller.identity_id().to_string());
    let view = AccountView::of(account, caller.identity());
    let edition = Edition::of(&view)?;
    let output = Output {
        account: view,
        active_identity: active.cloned().unwrap_or_else(|| IdentityView::of(caller.identity())),
        identities,
        apps,
        enterprise: EnterpriseView::of(&face),
        rights: rights(&caller),
        landing: landing(caller.identity()),
        next_step: caller.outstanding().map(next_step),
        must_change_password: account.password.must_change(),
        proof_address: proof_address(account),
        expires_at: caller.session().value.session.expires_at.to_string(),
        rests_at: caller.session().value.session.rests_at(caller.identity().landing()).map(|at| at.to_string()),
    };
    Ok(Reply::ok(output).edition(&edition))
}

fn rights(caller: &SignedIn) -> Option<Vec<&'static str>> {
    if caller.identity().party().is_some() {
        return None;
    }
    let tenant = caller.tenant_id();
    let named = [
        ("view_all_tickets", Action::ViewAllTickets(tenant)),
        ("manage_queues", Action::ManageQueues(tenant)),
        ("manage_sessions", Action::ManageSessions(tenant)),
        ("manage_apps", Action::ManageApps(tenant)),
        ("manage_enterprise", Action::ManageEnterprise(tenant)),
        ("read_silence", Action::ReadSilence(tenant)),
        ("read_audit", Action::ReadAudit(tenant)),
    ];
    let allowed = named.into_iter().filter(|(_, action)| matches!(caller.may(*action), Verdict::Allowed(_)));
    Some(allowed.map(|(name, _)| name).collect())
}
