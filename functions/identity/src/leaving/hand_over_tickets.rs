//! Goes on with hand-overs that an offboarding began because there were too many tickets for one transaction: looks
//! through all tickets of who left, and gives those that are open to the successor. On a schedule; whatever ends it in
//! between, the next run goes on where it was, and each ticket is handed over and counted once. Emits
//! `tickets.handed_over`.

use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::tickets::Ticket;
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_store::hand_overs::HandOver;
use foyer_store::tickets::{Source, Span};
use foyer_store::{Clash, CommitError, Key, Versioned};
use serde::Serialize;
use serde_json::Value;

use crate::common::open_tickets::{PAGE, hand, still_open};

/// What one run did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Hand-overs that it went on with.
    pub hand_overs: u64,
    /// Tickets handed over.
    pub tickets: u64,
    /// Hand-overs that failed; the next run goes on with them.
    pub failed: u64,
}

/// Tickets of one transaction.
const TOGETHER: usize = 40;

/// Tickets change while they are handed over; who loses so often has other troubles.
const TRIES: u32 = 5;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("hand-over-tickets", "Hand the open tickets of who left to their successors", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut tickets = 0;
    let part = |deps: Deps, _, after: Option<String>| async move { deps.store.hand_overs_due(deps.now(), after.as_deref()).await };
    let each = |deps: Deps, due: Vec<(TenantId, IdentityId)>| async move {
        let mut tickets = 0;
        for (tenant, identity) in due {
            tickets += go_on(&deps, tenant, identity).await?;
        }
        Ok(tickets)
    };
    let swept = sweep(&deps, Shards { shards: 1, together: 1 }, part, each, |more: u64| tickets += more).await;
    Ok(Output { hand_overs: swept.looked_at, tickets, failed: swept.failed })
}

async fn go_on(deps: &Deps, tenant: TenantId, identity: IdentityId) -> Result<u64, EventFailure> {
    let Some(mut read) = deps.store.hand_over(tenant, identity).await? else { return Ok(0) };
    let before = read.value.handed_over;
    while read.value.done_at.is_none() && !deps.is_nearly_over() {
        read = page(deps, read).await?;
    }
    Ok(read.value.handed_over - before)
}

/// Looks through the next page of tickets.
async fn page(deps: &Deps, read: Versioned<HandOver>) -> Result<Versioned<HandOver>, EventFailure> {
    let Some(leaving) = read.value.leaving.first().copied() else {
        let done = HandOver { done_at: Some(deps.now()), ..read.value.clone() };
        return written(deps, read, done).await;
    };
    let span = Span { after: read.value.after.clone(), ..Span::default() };
    let page = deps.store.tickets(read.value.tenant_id, &[Source::SubmittedBy(leaving)], &span, PAGE).await?;
    let listed: Vec<Ticket> = page.rows.into_iter().map(|(_, ticket)| ticket).collect();
    let mut read = read;
    for part in listed.chunks(TOGETHER) {
        read = hand_part(deps, read, leaving, part).await?;
    }
    let looked_at = read.value.looked_at + u64::try_from(listed.len()).unwrap_or(0);
    let mut next = HandOver { after: page.next, looked_at, ..read.value.clone() };
    if next.after.is_none() {
        next.leaving.remove(0);
    }
    written(deps, read, next).await
}

/// Hands over those of `listed` that are open, and counts them, in one transaction.
async fn hand_part(
    deps: &Deps,
    read: Versioned<HandOver>,
    leaving: IdentityId,
    listed: &[Ticket],
) -> Result<Versioned<HandOver>, EventFailure> {
    for _ in 0..TRIES {
        let tickets = still_open(deps, leaving, listed).await?;
        if tickets.is_empty() {
            return Ok(read);
        }
        let handed_over = read.value.handed_over + u64::try_from(tickets.len()).unwrap_or(0);
        let next = HandOver { handed_over, ..read.value.clone() };
        let whose = (next.tenant_id, next.by);
        let commit = hand(deps, deps.commit().replace(&read, &next), whose, &tickets, &next.successor)?;
        match commit.run(&deps.store).await {
            Ok(()) => return Ok(Versioned { value: next, version: read.version + 1 }),
            // One of the tickets changed, or another run is at it too.
            Err(CommitError::Clash(Clash::Stale)) => unchanged(deps, &read).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(EventFailure(format!("tickets of {leaving} changed in every attempt to hand them over")))
}

/// That no other run went on with it since it was read.
async fn unchanged(deps: &Deps, read: &Versioned<HandOver>) -> Result<(), EventFailure> {
    let now = deps.store.get::<HandOver>(&Key::hand_over(read.value.tenant_id, read.value.identity_id)).await?;
    if now.is_some_and(|now| now.version == read.version) { Ok(()) } else { Err(elsewhere(read)) }
}

async fn written(deps: &Deps, read: Versioned<HandOver>, next: HandOver) -> Result<Versioned<HandOver>, EventFailure> {
    if !deps.store.update(&read, &next).await? {
        return Err(elsewhere(&read));
    }
    Ok(Versioned { value: next, version: read.version + 1 })
}

fn elsewhere(read: &Versioned<HandOver>) -> EventFailure {
    EventFailure(format!("another run goes on with the hand-over of {}", read.value.identity_id))
}
