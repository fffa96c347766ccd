//! The open tickets of an identity, and handing them to a successor: few of them with the offboarding, many by and by
//! (`hand-over-tickets`).

use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::identity::IdentityState;
use foyer_domain::tickets::Ticket;
use foyer_kit::{Deps, Problem, Staff};
use foyer_messaging::event::{Event, TicketsHandedOver};
use foyer_store::directory::Record;
use foyer_store::hand_overs::{HandOver, Successor};
use foyer_store::tickets::{Source, Span};
use foyer_store::{Commit, Freshness, Key, StoreError, Versioned};
use futures::future::try_join_all;

use crate::common::managed::{HandedOver, Managed};
use crate::problems;

/// Tickets that one query reads.
pub const PAGE: u32 = 100;

/// Tickets that are looked through while somebody waits.
const LOOKED_THROUGH: usize = 1_000;

/// Tickets that one transaction can take beside everything else that it holds.
const MOST_AT_ONCE: usize = 60;

/// Open tickets that were found.
#[derive(Debug, Default)]
pub struct Open {
    /// They, newest first.
    pub tickets: Vec<Versioned<Ticket>>,
    /// Whether there may be more among tickets that were not looked through.
    pub more: bool,
}

/// The identity's open tickets among its newest `most`.
async fn among(deps: &Deps, tenant: TenantId, identity: IdentityId, most: usize) -> Result<Open, StoreError> {
    let mut open = Open::default();
    let (mut after, mut looked) = (None, 0);
    loop {
        let span = Span { after, ..Span::default() };
        let page = deps.store.tickets(tenant, &[Source::SubmittedBy(identity)], &span, PAGE).await?;
        let listed: Vec<Ticket> = page.rows.into_iter().map(|(_, ticket)| ticket).collect();
        looked += listed.len();
        open.tickets.extend(still_open(deps, identity, &listed).await?);
        after = page.next;
        if after.is_none() || looked >= most {
            return Ok(Open { more: after.is_some(), ..open });
        }
    }
}

/// The open tickets of these identities, among the newest thousand of each.
pub async fn of_all(deps: &Deps, tenant: TenantId, identities: &[&Managed]) -> Result<Open, StoreError> {
    among_all(deps, tenant, identities, LOOKED_THROUGH).await
}

async fn among_all(deps: &Deps, tenant: TenantId, identities: &[&Managed], most: usize) -> Result<Open, StoreError> {
    let each = identities.iter().map(|one| among(deps, tenant, one.identity.identity_id, most));
    let mut all = Open::default();
    for open in try_join_all(each).await? {
        all.tickets.extend(open.tickets);
        all.more |= open.more;
    }
    Ok(all)
}

/// Those of `listed` that are the identity's and open, as they are now: a list may be a moment old, what is handed over
/// must not.
pub async fn still_open(deps: &Deps, identity: IdentityId, listed: &[Ticket]) -> Result<Vec<Versioned<Ticket>>, StoreError> {
    let open = listed.iter().filter(|ticket| ticket.state.is_open());
    let keys: Vec<Key> = open.map(|ticket| Key::ticket(ticket.tenant_id, ticket.ticket_id)).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut now = deps.store.get_many::<Ticket>(&keys, Freshness::Strong).await?;
    now.retain(|ticket| ticket.value.state.is_open() && ticket.value.submitter == identity);
    Ok(now)
}

/// Finds the successor of `leaving`: another active identity of the same customer or organisation, who must not be
/// leaving too.
async fn successor(deps: &Deps, caller: &Staff, id: IdentityId, leaving: &[&Managed]) -> Result<Successor, Problem> {
    let account = deps.store.account_of(caller.tenant_id(), id).await?.ok_or_else(problems::no_successor)?.value;
    let identity = account.identities.iter().find(|identity| identity.identity_id == id && identity.state == IdentityState::Active);
    let identity = identity.ok_or_else(problems::no_successor)?;
    let party = identity.party().ok_or_else(problems::no_successor)?;
    let record = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(problems::no_successor)?;
    let stays = leaving.iter().all(|leaving| leaving.identity.identity_id != id);
    if !stays || !leaving.iter().all(|leaving| together(&leaving.record, &record)) {
        return Err(problems::no_successor());
    }
    Ok(Successor { identity_id: id, account_id: account.account_id, name: account.name_as(identity).clone(), party })
}

/// Of the same organisation, or of the same customer.
fn together(one: &Record, other: &Record) -> bool {
    one.company().is_with(other.company())
}

/// Adds to `commit` that the open tickets of `leaving` are the successor's, which is looked up at the same time: all of them, where one transaction can take
/// them, and otherwise that they are to be handed over.
pub async fn take_over(
    deps: &Deps,
    caller: &Staff,
    commit: Commit,
    leaving: &[&Managed],
    successor_id: IdentityId,
) -> Result<(Commit, HandedOver), Problem> {
    let tenant = caller.tenant_id();
    let open = async { Ok::<_, Problem>(among_all(deps, tenant, leaving, 1).await?) };
    let (successor, Open { tickets, more }) = futures::try_join!(successor(deps, caller, successor_id, leaving), open)?;
    if more || tickets.len() > MOST_AT_ONCE {
        let leaving: Vec<IdentityId> = leaving.iter().map(|one| one.identity.identity_id).collect();
        let asked = leaving.first().copied().ok_or_else(|| Problem::internal("nobody leaves"))?;
        let hand_over = HandOver {
            tenant_id: tenant,
            identity_id: asked,
            by: caller.identity_id(),
            leaving,
            after: None,
            successor,
            looked_at: 0,
            handed_over: 0,
            begun_at: deps.now(),
            done_at: None,
        };
        let before = deps.store.hand_over(tenant, asked).await?;
        return Ok((commit.begin_hand_over(before.as_ref(), &hand_over), HandedOver { tickets: 0, goes_on: true }));
    }
    let commit = hand(deps, commit, (tenant, caller.identity_id()), &tickets, &successor)?;
    Ok((commit, HandedOver { tickets: tickets.len(), goes_on: false }))
}

/// Adds to `commit` that these tickets are the successor's.
pub fn hand(
    deps: &Deps,
    commit: Commit,
    (tenant, by): (TenantId, IdentityId),
    tickets: &[Versioned<Ticket>],
    successor: &Successor,
) -> Result<Commit, Problem> {
    if tickets.is_empty() {
        return Ok(commit);
    }
    let commit = tickets.iter().fold(commit, |commit, read| commit.replace(read, &successor.takes(&read.value)));
    let ticket_ids = tickets.iter().map(|ticket| ticket.value.ticket_id).collect();
    let event = Event::TicketsHandedOver(TicketsHandedOver { ticket_ids, to: successor.identity_id });
    deps.emit(commit, &deps.event(deps.new_id(), tenant, Some(by), event))
}
