//! Who calls. The type in a handler's signature is its authorisation rule, and only this module makes one.

use std::collections::BTreeSet;

use foyer_domain::apps::{App, OpenApps};
use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::Party;
use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::{Account, Authority, Binding, Identity, Landing, Outstanding};
use foyer_domain::policy::{Action, Actor, Relation, Verdict, decide};
use foyer_domain::text::Name;
use foyer_store::sessions::SessionRow;
use foyer_store::{Ahead, Commit, CursorKey, Entity as _, Versioned};
use http::StatusCode;

use crate::token::{Hints, Token};
use crate::{Deps, Problem};

/// Somebody with a valid session.
#[derive(Debug, Clone)]
pub struct Principal {
    account: Versioned<Account>,
    session: Versioned<SessionRow>,
    identity: Identity,
}

/// A rule about who may call an operation.
pub trait Caller: Sized + Send + 'static {
    /// Whether a session is needed; without it none is looked up.
    const SIGNED_IN: bool;

    /// Admits or refuses. `principal` is `None` without a valid session.
    fn admit(principal: Option<Principal>) -> Result<Self, Problem>;

    /// The identity that acts, if there is one.
    fn identity_id(&self) -> Option<IdentityId>;
}

/// Anybody; no session is looked up.
#[derive(Debug)]
pub struct Anonymous;

/// Anybody with a session, even one whose second step is not done: it is not known to be the account's owner.
#[derive(Debug)]
pub struct HalfSignedIn(Principal);

/// Anybody whose second step is done or not needed, even if he may do nothing but change an initial password.
#[derive(Debug)]
pub struct SignedIn(Principal);

/// The account's owner, with a password of his own; even if he may do nothing but enrol a second factor.
#[derive(Debug)]
pub struct Owner(Principal);

/// Internal staff.
#[derive(Debug)]
pub struct Staff(Principal, Authority);

/// A person served, in the portal.
#[derive(Debug)]
pub struct External(Principal, Party);

/// Staff or a person served.
#[derive(Debug)]
pub struct Member(Principal);

impl Caller for Anonymous {
    const SIGNED_IN: bool = false;

    fn admit(_: Option<Principal>) -> Result<Self, Problem> {
        Ok(Self)
    }

    fn identity_id(&self) -> Option<IdentityId> {
        None
    }
}

impl Caller for HalfSignedIn {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        principal.map(Self).ok_or_else(Problem::not_signed_in)
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

impl Caller for SignedIn {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        let principal = principal.ok_or_else(Problem::not_signed_in)?;
        match principal.outstanding() {
            Some(Outstanding::SecondStep) => Err(second_step_first()),
            Some(Outstanding::Password | Outstanding::Enrolment) | None => Ok(Self(principal)),
        }
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

impl Caller for Owner {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        let principal = principal.ok_or_else(Problem::not_signed_in)?;
        match principal.outstanding() {
            Some(Outstanding::SecondStep) => Err(second_step_first()),
            Some(Outstanding::Password) => Err(password_first()),
            Some(Outstanding::Enrolment) | None => Ok(Self(principal)),
        }
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

impl Caller for Member {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        settled(principal).map(Self)
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

impl Caller for Staff {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        let principal = settled(principal)?;
        match principal.identity.binding.clone() {
            Binding::Internal { authority } => Ok(Self(principal, authority)),
            Binding::External { .. } => {
                Err(Problem::new(StatusCode::FORBIDDEN, "staff_only", "This is for staff; you are here as a customer"))
            }
        }
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

impl Caller for External {
    const SIGNED_IN: bool = true;

    fn admit(principal: Option<Principal>) -> Result<Self, Problem> {
        let principal = settled(principal)?;
        match principal.identity.binding {
            Binding::External { party } => Ok(Self(principal, party)),
            Binding::Internal { .. } => {
                Err(Problem::new(StatusCode::FORBIDDEN, "customers_only", "This is for customers; you are here as staff"))
            }
        }
    }

    fn identity_id(&self) -> Option<IdentityId> {
        Some(self.0.identity.identity_id)
    }
}

/// Whoever has something to do first may do nothing else (decision 1, S003-18).
fn settled(principal: Option<Principal>) -> Result<Principal, Problem> {
    let principal = principal.ok_or_else(Problem::not_signed_in)?;
    match principal.outstanding() {
        None => Ok(principal),
        Some(Outstanding::SecondStep) => Err(second_step_first()),
        Some(Outstanding::Password) => Err(password_first()),
        Some(Outstanding::Enrolment) => {
            let title = "Administrators need a second factor; enrol one first";
            Err(Problem::new(StatusCode::FORBIDDEN, "second_factor_enrolment_required", title))
        }
    }
}

fn second_step_first() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "second_factor_required", "Give a code of the second factor first")
}

fn password_first() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "password_change_required", "Replace the initial password first")
}

impl Deps {
    /// Records what happened to an account in every enterprise that it is used in: none hears of an act through another
    /// (decision 14). The actor is named where he acts, and from what to what he changed it is told there alone.
    pub fn audit_account(&self, commit: Commit, account: &Account, by: Option<&Principal>, act: Act, changes: &[Change]) -> Commit {
        let target = account.account_id.to_string();
        let actor = |tenant| by.filter(|by| by.tenant_id() == tenant).map(Principal::identity_id);
        let told = |tenant| if actor(tenant).is_some() { changes.to_vec() } else { Vec::new() };
        let tenants = account.tenants().into_iter();
        tenants.fold(commit, |commit, tenant| self.audit_of(commit, tenant, actor(tenant), act, target.clone(), told(tenant)))
    }
}

/// Finds who presents `token`. `None` for whatever is not a valid session, and for one that does not act as the token
/// says. The rows of `ahead`, which the token's hints led to, are read with the session; they can be taken only if it
/// is valid and in agreement with the hints. `used`: he does something with it.
pub(crate) async fn principal(deps: &Deps, token: &Token, ahead: Vec<Ahead>, used: bool) -> Result<Option<Principal>, Problem> {
    let found = deps.store.session_and_account(token.account(), &token.digest(), ahead).await?;
    let Some((session, account, rows)) = found else {
        return Ok(None);
    };
    let Some(identity) = session.value.session.acts_as(&account.value, deps.now()).cloned() else {
        return Ok(None);
    };
    if token.hints().is_some_and(|hints| hints != Hints::of(&identity)) {
        return Ok(None);
    }
    deps.store.accept(rows);
    let session = if used { seen(deps, session, identity.landing()).await? } else { session };
    Ok(Some(Principal { account, session, identity }))
}

/// Keeps when a session was last used, now and then. If another request did so meanwhile, its word holds.
async fn seen(deps: &Deps, read: Versioned<SessionRow>, landing: Landing) -> Result<Versioned<SessionRow>, Problem> {
    let Some(session) = read.value.session.seen(landing, deps.now()) else {
        return Ok(read);
    };
    let next = SessionRow { session, ..read.value.clone() };
    if deps.store.update(&read, &next).await? {
        return Ok(Versioned { value: next, version: read.version + 1 });
    }
    let now = deps.store.get::<SessionRow>(&read.value.key()).await?;
    now.ok_or_else(Problem::not_signed_in)
}

impl Deps {
    /// Adds an entry to the audit: what the caller did now, in this request.
    pub fn audit(&self, commit: Commit, by: &Principal, act: Act, target: String, changes: Vec<Change>) -> Commit {
        self.audit_of(commit, by.tenant_id(), Some(by.identity_id()), act, target, changes)
    }
}

impl Principal {
    /// The account.
    pub fn account(&self) -> &Versioned<Account> {
        &self.account
    }

    /// The session.
    pub fn session(&self) -> &Versioned<SessionRow> {
        &self.session
    }

    /// What is to be done before anything else.
    pub fn outstanding(&self) -> Option<Outstanding> {
        self.account.value.outstanding(&self.session.value.session)
    }

    /// The identity that acts.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What the caller is called as the identity that acts: another enterprise may call him something else.
    pub fn name(&self) -> &Name {
        self.account.value.name_as(&self.identity)
    }

    /// The account's id.
    pub fn account_id(&self) -> AccountId {
        self.account.value.account_id
    }

    /// The acting identity's id.
    pub fn identity_id(&self) -> IdentityId {
        self.identity.identity_id
    }

    /// The tenant that it acts in.
    pub fn tenant_id(&self) -> TenantId {
        self.identity.tenant_id
    }

    /// What seals this session's cursors.
    pub fn cursor_key(&self) -> CursorKey {
        CursorKey::of_session(&self.session.value.digest)
    }

    /// Asks the policy.
    pub fn may(&self, action: Action<'_>) -> Verdict {
        decide(Actor { identity: &self.identity }, action)
    }

    /// The pages of the portal that the identity may use; `None` for staff. Costs one read for a person served,
    /// unless pages were opened to him alone.
    pub async fn open_apps(&self, deps: &Deps) -> Result<Option<BTreeSet<App>>, Problem> {
        let tenant = self.tenant_id();
        let needs_no_read = self.identity.party().is_none() || self.identity.apps.is_some();
        let read = if needs_no_read { None } else { deps.store.open_apps(tenant).await? };
        let open = read.map_or_else(|| OpenApps::initial(tenant), |read| read.value);
        Ok(open.of(&self.identity).cloned())
    }

    /// Refuses who may not use this page of the portal: the list is enforced here, not only in the menu
    /// (S000-8, decision 9).
    pub async fn require_app(&self, deps: &Deps, app: App) -> Result<(), Problem> {
        match self.open_apps(deps).await? {
            Some(open) if !open.contains(&app) => {
                let title = "This page is not open to you; ask the enterprise";
                Err(Problem::new(StatusCode::FORBIDDEN, "app_closed", title).with("app", serde_json::json!(app)))
            }
            _ => Ok(()),
        }
    }

    /// Asks the policy and turns a refusal into its problem: 403 for what one may know of, else 404.
    pub fn require(&self, action: Action<'_>) -> Result<Relation, Problem> {
        match self.may(action) {
            Verdict::Allowed(relation) => Ok(relation),
            Verdict::Denied(missing) => Err(Problem::forbidden(missing)),
            Verdict::Hidden => Err(Problem::hidden()),
        }
    }
}

impl Staff {
    /// What this member of staff may do.
    pub fn authority(&self) -> &Authority {
        &self.1
    }
}

impl External {
    /// Whom this identity stands for.
    pub fn party(&self) -> Party {
        self.1
    }
}

impl std::ops::Deref for HalfSignedIn {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}

impl std::ops::Deref for Owner {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}

impl std::ops::Deref for SignedIn {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}

impl std::ops::Deref for Staff {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}

impl std::ops::Deref for External {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}

impl std::ops::Deref for Member {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.0
    }
}
