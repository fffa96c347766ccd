//! What offboarding, rehiring, deleting and resetting have in common: the external identity, its account,
//! whom it stands for, and who may do it (S000-2).

use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::{AccountLink, Party};
use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::identity::{Account, Identity, IdentityState, Move};
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Deps, Hints, Problem, Staff};
use foyer_store::accounts::IdentityRow;
use foyer_store::directory::Record;
use foyer_store::sessions::SessionRow;
use foyer_store::{Ahead, Commit, Key, StoreError, Versioned};
use futures::future::try_join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problems;

/// How far an act goes (S000-17, S000-27).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// This identity.
    #[default]
    This,
    /// All that the account has in this enterprise 一键全部.
    All,
}

impl Scope {
    /// The name in requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::All => "all",
        }
    }
}

/// An external identity with the contact or customer that it stands for.
#[derive(Debug, Clone)]
pub struct Managed {
    /// The identity.
    pub identity: Identity,
    /// Whom it stands for.
    pub record: Record,
}

/// An account with its external identities in the caller's enterprise, deleted ones left out. What it has
/// in other enterprises is not the caller's to know.
#[derive(Debug, Clone)]
pub struct ManagedAccount {
    /// The account.
    pub account: Versioned<Account>,
    /// Its identities here, the one that was asked for first.
    pub identities: Vec<Managed>,
}

/// What is read with the session for an operation on somebody's identity: whose it is.
pub fn whose(hints: &Hints, id: IdentityId) -> Vec<Ahead> {
    vec![Ahead::of::<IdentityRow>(Key::identity(hints.tenant_id, id))]
}

/// The account of an identity of `tenant`, which must be active: nothing but rehiring and deleting is done to who
/// has left (S000-20).
pub async fn account_of_active(deps: &Deps, tenant: TenantId, id: IdentityId) -> Result<Versioned<Account>, Problem> {
    let read = deps.store.account_of(tenant, id).await?.ok_or_else(Problem::not_found)?;
    active(read, id)
}

/// An account, if this identity of it is active.
pub fn active(read: Versioned<Account>, id: IdentityId) -> Result<Versioned<Account>, Problem> {
    let identity = read.value.identities.iter().find(|identity| identity.identity_id == id).ok_or_else(Problem::not_found)?;
    if identity.state != IdentityState::Active {
        return Err(problems::not_active(identity.state));
    }
    Ok(read)
}

/// Finds an external identity of the caller's enterprise, with everything that the account has there. The
/// caller must be one of those who may manage it.
pub async fn managed(deps: &Deps, caller: &Staff, id: IdentityId) -> Result<ManagedAccount, Problem> {
    let account = deps.store.account_of(caller.tenant_id(), id).await?.ok_or_else(Problem::not_found)?;
    let asked = account.value.identities.iter().find(|identity| identity.identity_id == id);
    let asked = asked.and_then(|identity| Some((identity.clone(), identity.party()?)));
    let asked = asked.ok_or_else(Problem::not_found)?;
    let here =
        |other: &&Identity| other.identity_id != id && other.tenant_id == caller.tenant_id() && other.state != IdentityState::Deleted;
    let others = account.value.identities.iter().filter(here).filter_map(|other| Some((other.clone(), other.party()?)));
    let all = std::iter::once(asked).chain(others);
    let identities = try_join_all(all.map(|(identity, party)| find(deps, caller, identity, party))).await?;
    caller.require(Action::ManageIdentity(identities[0].record.subject()))?;
    Ok(ManagedAccount { account, identities })
}

async fn find(deps: &Deps, caller: &Staff, identity: Identity, party: Party) -> Result<Managed, Problem> {
    let record = deps.store.record(caller.tenant_id(), party).await?;
    let record = record.ok_or_else(|| Problem::internal("an identity stands for nobody"))?;
    Ok(Managed { identity, record })
}

impl ManagedAccount {
    /// The identity that was asked for.
    pub fn asked(&self) -> &Managed {
        &self.identities[0]
    }

    /// The identities within `scope` from which `step` leads on. The caller must be allowed to manage each;
    /// the one that was asked for must be in a state for it.
    pub fn within(&self, caller: &Staff, scope: Scope, step: Move) -> Result<Vec<&Managed>, Problem> {
        self.asked().identity.state.after(step).map_err(problems::illegal_move)?;
        let mut within = vec![self.asked()];
        if scope == Scope::All {
            within.extend(self.identities[1..].iter().filter(|other| other.identity.state.after(step).is_ok()));
        }
        for managed in &within[1..] {
            caller.require(Action::ManageIdentity(managed.record.subject()))?;
        }
        Ok(within)
    }

    /// Adds to `commit` that `step` is done to these identities: the account, the contacts and customers,
    /// and one entry of the audit for each. Sessions that act as one of them end with it.
    pub fn step(&self, deps: &Deps, caller: &Staff, commit: Commit, moved: &[&Managed], step: Move) -> Result<Commit, Problem> {
        let mut next = self.account.value.clone();
        for identity in &mut next.identities {
            if moved.iter().any(|managed| managed.identity.identity_id == identity.identity_id) {
                identity.state = identity.state.after(step).map_err(problems::illegal_move)?;
                // Whatever ends it ends its sessions for good: not even rehiring brings them back (decision 5).
                identity.session_epoch += 1;
            }
        }
        let commit = commit.replace(&self.account, &next);
        moved.iter().try_fold(commit, |commit, managed| {
            let before = managed.identity.state;
            let after = before.after(step).map_err(problems::illegal_move)?;
            let commit = commit.link(&managed.record, linked(managed, after));
            let changes = vec![
                Change::new("state", Some(before.as_str()), Some(after.as_str())),
                Change::set("party", &managed.record.subject().party.id()),
            ];
            Ok(deps.audit(commit, caller, act(step), managed.identity.identity_id.to_string(), changes))
        })
    }
}

impl ManagedAccount {
    /// How many live sessions act as one of these.
    pub async fn live_sessions(&self, deps: &Deps, acting: &[&Managed]) -> Result<usize, StoreError> {
        let sessions = deps.store.live_sessions(&self.account.value, deps.now()).await?;
        let acts = |row: &&SessionRow| acting.iter().any(|one| one.identity.identity_id == row.session.identity_id);
        Ok(sessions.iter().filter(acts).count())
    }

    /// What was done to `moved`, and what is left of which the caller may know.
    pub fn receipt(
        &self,
        caller: &Staff,
        moved: &[&Managed],
        step: Move,
        sessions_ended: usize,
        handed_over: HandedOver,
    ) -> Result<Receipt, Problem> {
        let after = |one: &&Managed| one.identity.state.after(step).map(|state| ManagedView::of(one, state));
        let identities: Result<Vec<ManagedView>, _> = moved.iter().map(after).collect();
        let was_moved = |one: &&Managed| moved.iter().any(|moved| moved.identity.identity_id == one.identity.identity_id);
        let is_known = |one: &&Managed| matches!(caller.may(Action::View(one.record.subject())), Verdict::Allowed(_));
        let left =
            self.identities.iter().filter(|one| !was_moved(one)).filter(is_known).map(|one| ManagedView::of(one, one.identity.state));
        Ok(Receipt {
            identities: identities.map_err(problems::illegal_move)?,
            sessions_ended,
            tickets_handed_over: handed_over.tickets,
            hand_over_goes_on: handed_over.goes_on,
            left: left.collect(),
        })
    }
}

fn act(step: Move) -> Act {
    match step {
        Move::Offboard => Act::IdentityOffboarded,
        Move::Rehire => Act::IdentityRehired,
        Move::Delete => Act::IdentityDeleted,
    }
}

/// What the contact or customer says of its account afterwards. Where the identity was deleted there is
/// none; another one may be opened, which shares nothing with the deleted one.
fn linked(managed: &Managed, state: IdentityState) -> AccountLink {
    match (managed.record.subject().account.clone(), state) {
        (AccountLink::Open { account_id, identity_id, login, opener, waiting, .. }, IdentityState::Active | IdentityState::Offboarded)
            if identity_id == managed.identity.identity_id =>
        {
            AccountLink::Open { account_id, identity_id, login, opener, identity_state: state, waiting }
        }
        (AccountLink::Open { identity_id, .. }, IdentityState::Deleted) if identity_id == managed.identity.identity_id => {
            AccountLink::None { rejection: None }
        }
        (other, _) => other,
    }
}

/// An identity that staff manage, and whom it stands for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ManagedView {
    /// Its id.
    pub identity_id: String,
    /// `active`, `offboarded` (离职) or `deleted`.
    pub state: &'static str,
    /// `contact` or `customer`.
    pub kind: &'static str,
    /// The contact's or customer's id.
    pub party_id: String,
    /// The contact's or customer's name.
    pub name: String,
}

impl ManagedView {
    /// The view of `managed` in `state`.
    pub fn of(managed: &Managed, state: IdentityState) -> Self {
        let subject = managed.record.subject();
        Self {
            identity_id: managed.identity.identity_id.to_string(),
            state: state.as_str(),
            kind: match subject.party {
                Party::Contact { .. } => "contact",
                Party::Customer { .. } => "customer",
            },
            party_id: subject.party.id(),
            name: subject.name.to_string(),
        }
    }
}

/// What became of the open tickets with the offboarding itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// Tickets that are the successor's now.
    pub tickets: usize,
    /// Whether there are so many that `hand-over-tickets` takes them there by and by.
    pub goes_on: bool,
}

/// What was done.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Receipt {
    /// The identities that it was done to, as they are now.
    pub identities: Vec<ManagedView>,
    /// Live sessions that ended with it.
    pub sessions_ended: usize,
    /// Tickets that were handed over.
    pub tickets_handed_over: usize,
    /// Whether there are so many that they are handed over by and by; `get-hand-over` says how far that is.
    pub hand_over_goes_on: bool,
    /// Identities that the account still has here.
    pub left: Vec<ManagedView>,
}
