//! A look at what a ticket's queue promised for it (F32): says what is near or missed, marks what is missed, and
//! notes when to look again. `track-targets` and `sweep-targets` call it; whoever looks finds the same.

use foyer_domain::id::{TenantId, TicketId};
use foyer_domain::tickets::Ticket;
use foyer_domain::tickets::life::Moved;
use foyer_domain::tickets::targets::{Course, Look, News, Standing, Watch, look};
use foyer_domain::tickets::timeline::{Author, Entry, Side};
use foyer_kit::Deps;
use foyer_kit::operation::EventFailure;
use foyer_messaging::event::{Event, TicketTarget};
use foyer_store::{Clash, Commit, CommitError, Key, Versioned};

use crate::common::progress::progress;

/// Somebody who loses so often against others has other troubles.
const TRIES: u32 = 5;

/// Rows of a timeline that one query reads.
const ROWS: u32 = 100;

/// Looks at a ticket, and answers how much there was to tell.
pub async fn watch(deps: &Deps, tenant: TenantId, ticket: TicketId) -> Result<usize, EventFailure> {
    for _ in 0..TRIES {
        let key = Key::watch(tenant, ticket);
        let (read, before) = futures::try_join!(deps.store.ticket(tenant, ticket), deps.store.get::<Watch>(&key))?;
        let Some(read) = read else { return Ok(0) };
        let found = found(deps, &read.value, before.as_ref().map(|before| &before.value)).await?;
        let told = found.news.len();
        let Some(commit) = commit(deps, &read, before.as_ref(), &found)? else { return Ok(0) };
        match commit.run(&deps.store).await {
            Ok(()) => return Ok(told),
            // The ticket changed, or somebody else looked: look again.
            Err(CommitError::Clash(Clash::Stale)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(EventFailure("the ticket changed in every attempt".into()))
}

async fn found(deps: &Deps, ticket: &Ticket, before: Option<&Watch>) -> Result<Look, EventFailure> {
    let queue = deps.store.queue(ticket.tenant_id, ticket.queue_id).await?;
    let service = queue.and_then(|queue| queue.value.service);
    let nothing = Look { watch: None, news: Vec::new() };
    if service.is_none() {
        return Ok(nothing);
    }
    let timeline = timeline(deps, ticket).await?;
    Ok(Course::of(&timeline).map_or(nothing, |course| look(ticket, &course, service.as_ref(), before, deps.now())))
}

async fn timeline(deps: &Deps, ticket: &Ticket) -> Result<Vec<Entry>, EventFailure> {
    let mut timeline: Vec<Entry> = Vec::new();
    loop {
        let (entries, goes_on) = deps.store.timeline(ticket, timeline.last().map(|entry| entry.seq), ROWS).await?;
        timeline.extend(entries);
        if !goes_on {
            return Ok(timeline);
        }
    }
}

/// What is written for what was found; `None` if nothing is.
fn commit(deps: &Deps, read: &Versioned<Ticket>, before: Option<&Versioned<Watch>>, found: &Look) -> Result<Option<Commit>, EventFailure> {
    if found.news.is_empty() && found.watch.as_ref() == before.map(|before| &before.value) {
        return Ok(None);
    }
    let mut commit = match (before, &found.watch) {
        (None, None) => deps.commit(),
        (None, Some(watch)) => deps.commit().create(watch, Clash::Stale),
        (Some(before), Some(watch)) => deps.commit().replace(before, watch),
        (Some(before), None) => deps.commit().remove_read(before, Clash::Stale),
    };
    let mut ticket = read.value.clone();
    ticket.missed.extend(found.news.iter().filter(|news| news.standing == Standing::Missed).map(|news| news.aim));
    for news in &found.news {
        let envelope = deps.event(deps.new_id(), ticket.tenant_id, None, told(&read.value, &ticket, *news));
        commit = deps.emit(commit, &envelope)?;
    }
    if ticket.missed != read.value.missed {
        commit = commit.change_ticket(read, Moved { ticket, entries: Vec::new() }, deps.now());
    }
    Ok(Some(commit))
}

fn told(before: &Ticket, ticket: &Ticket, news: News) -> Event {
    let nobody = Author { identity_id: None, name: None, side: Side::System };
    let event = TicketTarget { ticket: progress(Some(before), ticket, &nobody), target: news.aim, due_at: news.due_at };
    match news.standing {
        Standing::Missed => Event::TicketTargetMissed(event),
        Standing::InTime | Standing::Near => Event::TicketTargetNear(event),
    }
}
