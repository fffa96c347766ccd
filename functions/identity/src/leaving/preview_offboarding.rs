//! What offboarding or deleting an identity would touch: the other identities of its account here and whom
//! they stand for, live sessions, open tickets, and applications that would give the account another
//! identity (S000-17, S000-18, S000-19). Gives the confirmations that a deletion asks for (S000-26). For
//! those who may manage the identity; no events.

use std::collections::BTreeSet;

use foyer_domain::directory::{AccountLink, AccountRequest, Contact, RequestState};
use foyer_domain::id::{ContactId, IdentityId};
use foyer_domain::identity::{LoginName, Move};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::Ticket;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Freshness, Key, PageRequest, StoreError, Versioned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::confirmation::Confirmation;
use crate::common::managed::{Managed, ManagedAccount, ManagedView, Scope, managed, whose};
use crate::common::open_tickets;

/// Of which identity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// What would be touched.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The identity.
    pub identity: ManagedView,
    /// The other identities that its account has in this enterprise, of those whom the caller may know of. Without any,
    /// offboarding needs no more than a plain confirmation.
    pub others: Vec<ManagedView>,
    /// How many others there are of whom he may not know.
    pub others_unseen: usize,
    /// Live sessions that act as one of them.
    pub live_sessions: usize,
    /// Open tickets of the identity and of the others, among the newest thousand of each; those that the caller may read.
    pub open_tickets: Vec<OpenTicket>,
    /// How many more are open, which he may not read.
    pub open_tickets_unseen: usize,
    /// Whether one of them submitted so many tickets that there may be more open ones. A hand-over finds them all.
    pub more_open_tickets: bool,
    /// Applications that wait for a decision and would give the account another identity; those that he may see.
    pub pending_requests: Vec<PendingRequest>,
    /// How many more of them wait, which he may not see.
    pub pending_requests_unseen: usize,
    /// For the deletion of this identity alone; absent where it cannot be deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_this: Option<String>,
    /// For the deletion of all; absent without others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_all: Option<String>,
    /// Until when the confirmations hold.
    pub confirmations_expire_at: String,
}

/// A ticket that somebody still has to do something about.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpenTicket {
    /// Its id.
    pub ticket_id: String,
    /// Its title.
    pub title: String,
    /// The identity that submitted it.
    pub identity_id: String,
}

/// An application.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PendingRequest {
    /// Its id.
    pub request_id: String,
    /// The contact that it is for.
    pub contact_id: String,
    /// The contact's name.
    pub contact_name: String,
}

/// Applications that one query reads; all that wait are looked through.
const REQUESTS_READ: u32 = 100;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("preview-offboarding", "Show what offboarding or deleting an identity would touch", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Output>, Problem> {
    let found = managed(&deps, &caller, input.identity_id).await?;
    let everybody: Vec<&Managed> = found.identities.iter().collect();
    let open = open_tickets::of_all(&deps, caller.tenant_id(), &everybody);
    let requests = pending_requests(&deps, &caller, &found);
    let (live_sessions, open, requests) = futures::try_join!(found.live_sessions(&deps, &everybody), open, requests)?;
    let (tickets, open_tickets_unseen) = known(open.tickets, |ticket| caller.may(Action::ViewTicket(&ticket.value)));
    let (others, others_unseen) = known(found.identities[1..].to_vec(), |one| caller.may(Action::View(one.record.subject())));
    let (requests, pending_requests_unseen) = known(requests, |request| caller.may(Action::ViewRequest(request)));
    let ticket = |ticket: Versioned<Ticket>| OpenTicket {
        ticket_id: ticket.value.ticket_id.to_string(),
        title: ticket.value.title.to_string(),
        identity_id: ticket.value.submitter.to_string(),
    };
    let request = |request: AccountRequest| PendingRequest {
        request_id: request.request_id.to_string(),
        contact_id: request.contact_id.to_string(),
        contact_name: request.contact_name.to_string(),
    };
    let confirmation = Confirmation::new(&found, deps.now());
    let key = caller.cursor_key();
    let deletable = found.asked().identity.state.after(Move::Delete).is_ok();
    let view = |one: &Managed| ManagedView::of(one, one.identity.state);
    Ok(Reply::ok(Output {
        identity: view(found.asked()),
        others: others.iter().map(view).collect(),
        others_unseen,
        live_sessions,
        open_tickets: tickets.into_iter().map(ticket).collect(),
        open_tickets_unseen,
        more_open_tickets: open.more,
        pending_requests: requests.into_iter().map(request).collect(),
        pending_requests_unseen,
        delete_this: deletable.then(|| confirmation.seal(&key, Scope::This)),
        delete_all: (deletable && found.identities.len() > 1).then(|| confirmation.seal(&key, Scope::All)),
        confirmations_expire_at: confirmation.expires_at().to_string(),
    }))
}

/// Those that the caller may know of, and how many others there are.
fn known<T>(all: Vec<T>, may: impl Fn(&T) -> Verdict) -> (Vec<T>, usize) {
    let count = all.len();
    let known: Vec<T> = all.into_iter().filter(|one| matches!(may(one), Verdict::Allowed(_))).collect();
    let unseen = count - known.len();
    (known, unseen)
}

/// The names that the enterprise knows the account by. Others, which only another enterprise was told, must not be found out
/// by applications for contacts that have them (decision 56).
fn known_here(found: &ManagedAccount) -> BTreeSet<LoginName> {
    let mut names = BTreeSet::new();
    for managed in &found.identities {
        let reach = found.account.value.reach(&managed.identity);
        names.extend(reach.phone.map(LoginName::from).into_iter().chain(reach.email.map(LoginName::from)));
        if let AccountLink::Open { login, .. } = managed.record.subject().account {
            names.insert(login.clone());
        }
    }
    names
}

/// Approving an application for a contact with a mobile or email that logs in to this account would bind it.
async fn pending_requests(deps: &Deps, caller: &Staff, found: &ManagedAccount) -> Result<Vec<AccountRequest>, StoreError> {
    let tenant = caller.tenant_id();
    let names = known_here(found);
    let mut page = PageRequest { limit: REQUESTS_READ, after: None };
    let mut pending = Vec::new();
    loop {
        let requests = deps.store.requests(tenant, RequestState::Pending, &page).await?;
        let keys: Vec<Key> = requests.rows.iter().map(|request| Key::contact(tenant, request.contact_id)).collect();
        let contacts = deps.store.get_many::<Contact>(&keys, Freshness::Strong).await?;
        let would_bind = |contact: &Contact| {
            let subject: foyer_domain::directory::Subject<'_> = contact.into();
            let waits = matches!(subject.account, AccountLink::Pending { .. });
            waits && subject.addresses().iter().any(|address| names.contains(address))
        };
        let contacts: BTreeSet<ContactId> =
            contacts.into_iter().filter(|contact| would_bind(&contact.value)).map(|contact| contact.value.contact_id).collect();
        pending.extend(requests.rows.into_iter().filter(|request| contacts.contains(&request.contact_id)));
        page.after = requests.next;
        if page.after.is_none() {
            return Ok(pending);
        }
    }
}
