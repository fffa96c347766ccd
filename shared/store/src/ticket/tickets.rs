//! Tickets (table `tickets`): one row each, their timeline beside it, and the lists that they stand in.

use std::collections::BTreeMap;

use foyer_domain::id::{IdentityId, QueueId, TenantId, TicketId};
use foyer_domain::tickets::life::Moved;
use foyer_domain::tickets::timeline::Entry;
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::due::moment;
use crate::entity::text;
use crate::home::SharedInState;
use crate::key::{acceptor_pk, closing_pk, home_pk, in_state_pk, queue_pk, shared_in_state_prefix, shared_pk, submitter_pk, ticket_pk};
use crate::page::Stretch;
use crate::{Clash, Commit, Due, Entity, Key, Store, StoreError, Table, Versioned};

/// Shards of the list of tickets that are to be closed.
pub const CLOSING_SHARDS: u64 = 4;

/// Lists that are read at the same time.
const SOURCES_AT_ONCE: usize = 20;

impl Entity for Ticket {
    const KIND: &'static str = "ticket";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::ticket(self.tenant_id, self.ticket_id)
    }

    /// All indexes project keys only. Accepting changes one of them, completing another: that is what each
    /// can pay (`docs/DATA.md`).
    fn index(&self) -> Vec<(&'static str, String)> {
        let sort = sort(self);
        let mut index = vec![
            ("gsi1pk", submitter_pk(self.tenant_id, self.submitter)),
            ("gsi1sk", sort.clone()),
            ("gsi2pk", queue_pk(self.tenant_id, self.queue_id)),
            ("gsi2sk", sort.clone()),
        ];
        if let Some(acceptance) = &self.acceptor {
            index.extend([("gsi3pk", acceptor_pk(self.tenant_id, acceptance.by)), ("gsi3sk", sort)]);
        }
        if let Some(closes_at) = self.closes_at() {
            let sort = format!("{}#{}", moment(closes_at), self.ticket_id);
            index.extend([("gsi4pk", closing_pk(self.ticket_id.spread() % CLOSING_SHARDS)), ("gsi4sk", sort)]);
        }
        index
    }
}

/// A ticket's place in lists: by when it was submitted.
fn sort(ticket: &Ticket) -> String {
    ticket.ticket_id.sorted_by(ticket.submitted_at)
}

/// A list of tickets, by when they were submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What an identity submitted.
    SubmittedBy(IdentityId),
    /// What is shared with an identity.
    SharedWith(IdentityId),
    /// What was accepted by an identity, and by nobody after it.
    AcceptedBy(IdentityId),
    /// What is in a queue, in whatever state.
    InQueue(QueueId),
}

/// Which part of the lists is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Submitted then or later.
    pub from: Option<Timestamp>,
    /// Submitted before.
    pub until: Option<Timestamp>,
    /// Only what stands behind this place; from [`TicketPage::next`].
    pub after: Option<String>,
    /// Only what was counted in this state, in this generation of figures: a moment behind, as they are.
    pub in_state: Option<(u64, TicketState)>,
}

/// Tickets of one page.
#[derive(Debug, Clone)]
pub struct TicketPage {
    /// Each with its place.
    pub rows: Vec<(String, Ticket)>,
    /// The place after which it goes on, if there may be more.
    pub next: Option<String>,
}

/// That an identity sees a ticket that it did not submit.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SharedTicket {
    tenant_id: TenantId,
    identity_id: IdentityId,
    ticket_id: TicketId,
    sort: String,
}

impl Entity for SharedTicket {
    const KIND: &'static str = "shared_ticket";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::shared_ticket(self.tenant_id, self.identity_id, &self.sort)
    }
}

/// Entries of a timeline that were written together.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct TimelineRow {
    tenant_id: TenantId,
    ticket_id: TicketId,
    /// Oldest first; the last one names the row.
    entries: Vec<Entry>,
}

impl Entity for TimelineRow {
    const KIND: &'static str = "timeline";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::timeline(self.tenant_id, self.ticket_id, self.entries.last().map_or(0, |entry| entry.seq))
    }
}

/// Where a list stands.
struct PlaceOf {
    index: Option<(&'static str, &'static str)>,
    pk: String,
    /// The attribute that ends with a ticket's place, and what stands before it there.
    attribute: String,
    prefix: String,
    rows: Rows,
}

/// Of what the rows of a list are.
enum Rows {
    Tickets,
    Counted,
    Shared,
    SharedInState,
}

impl PlaceOf {
    fn new(tenant: TenantId, source: Source, in_state: Option<(u64, TicketState)>) -> Self {
        let (index, list) = match source {
            Source::SubmittedBy(identity) => (("by_submitter", "gsi1"), submitter_pk(tenant, identity)),
            Source::InQueue(queue) => (("by_queue", "gsi2"), queue_pk(tenant, queue)),
            Source::AcceptedBy(identity) => (("by_acceptor", "gsi3"), acceptor_pk(tenant, identity)),
            Source::SharedWith(identity) => return Self::shared(tenant, identity, in_state),
        };
        let (pk, rows) = match in_state {
            None => (list, Rows::Tickets),
            Some((generation, state)) => (in_state_pk(&list, generation, state), Rows::Counted),
        };
        Self { index: Some(index), pk, attribute: format!("{}sk", index.1), prefix: String::new(), rows }
    }

    fn shared(tenant: TenantId, identity: IdentityId, in_state: Option<(u64, TicketState)>) -> Self {
        let (pk, prefix, rows) = match in_state {
            None => (shared_pk(tenant, identity), String::new(), Rows::Shared),
            Some((generation, state)) => (home_pk(tenant, generation), shared_in_state_prefix(identity, state), Rows::SharedInState),
        };
        Self { index: None, pk, attribute: "sk".to_owned(), prefix, rows }
    }
}

impl Store {
    /// A ticket of the tenant.
    pub async fn ticket(&self, tenant: TenantId, id: TicketId) -> Result<Option<Versioned<Ticket>>, StoreError> {
        self.get(&Key::ticket(tenant, id)).await
    }

    /// Tickets of the tenant that stand in any of `sources`, the latest submitted first.
    pub async fn tickets(&self, tenant: TenantId, sources: &[Source], span: &Span, limit: u32) -> Result<TicketPage, StoreError> {
        let mut found: BTreeMap<String, Key> = BTreeMap::new();
        let mut more = false;
        for part in sources.chunks(SOURCES_AT_ONCE) {
            let parts = futures::future::try_join_all(part.iter().map(|source| self.source(tenant, *source, span, limit))).await?;
            for (rows, goes_on) in parts {
                more |= goes_on;
                found.extend(rows);
            }
        }
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        more |= found.len() > wanted;
        let found: Vec<(String, Key)> = found.into_iter().rev().take(wanted).collect();
        let next = found.last().filter(|_| more).map(|(sort, _)| sort.clone());
        let keys: Vec<Key> = found.into_iter().map(|(_, key)| key).collect();
        let tickets = self.get_many::<Ticket>(&keys, Freshness::Eventual).await?;
        Ok(TicketPage { rows: tickets.into_iter().map(|ticket| (sort(&ticket.value), ticket.value)).collect(), next })
    }

    /// Places and keys of one list.
    async fn source(&self, tenant: TenantId, source: Source, span: &Span, limit: u32) -> Result<(Vec<(String, Key)>, bool), StoreError> {
        let place = PlaceOf::new(tenant, source, span.in_state);
        let from = span.from.map_or_else(|| "0".to_owned(), TicketId::sorted_from);
        // "~" is greater than every place. What the bound itself names is not wanted again.
        let bounds = [span.after.clone(), span.until.map(TicketId::sorted_from)];
        let to = bounds.into_iter().flatten().min().unwrap_or_else(|| "~".to_owned());
        if from > to {
            return Ok((Vec::new(), false));
        }
        let (lowest, highest) = (format!("{}{from}", place.prefix), format!("{}{to}", place.prefix));
        let limit = limit.saturating_add(1);
        let stretch = Stretch { index: place.index, pk: &place.pk, from: &lowest, to: &highest, ascending: false, limit, strong: false };
        let (items, goes_on) = self.stretch(Table::Tickets, stretch).await?;
        let mut rows = Vec::new();
        for item in items {
            let at = text(&item, &place.attribute).and_then(|key| key.strip_prefix(&place.prefix)).unwrap_or("").to_owned();
            if at < to {
                rows.extend(self.ticket_key(tenant, &place, item).map(|key| (at, key)));
            }
        }
        Ok((rows, goes_on))
    }

    /// The ticket that a row of a list is about.
    fn ticket_key(&self, tenant: TenantId, place: &PlaceOf, item: Item) -> Option<Key> {
        let ticket = match place.rows {
            Rows::Tickets => return Some(Key::of(&item)),
            Rows::Counted => Key::of(&item).counted_of()?,
            Rows::Shared => self.readable::<SharedTicket>([item]).pop()?.value.ticket_id,
            Rows::SharedInState => self.readable::<SharedInState>([item]).pop()?.value.ticket_id,
        };
        Some(Key::ticket(tenant, ticket))
    }

    /// The entries of a ticket's timeline after `after`, oldest first, in about `limit` rows; and whether there
    /// may be more. `ticket` was read before them.
    pub async fn timeline(&self, ticket: &Ticket, after: Option<u64>, limit: u32) -> Result<(Vec<Entry>, bool), StoreError> {
        let first = after.map_or(0, |after| after + 1);
        let mut from = Key::timeline(ticket.tenant_id, ticket.ticket_id, first).sk;
        let pk = ticket_pk(ticket.tenant_id, ticket.ticket_id);
        let mut entries: Vec<Entry> = Vec::new();
        let goes_on = loop {
            let stretch = Stretch { index: None, pk: &pk, from: &from, to: "ENTRY#~", ascending: true, limit, strong: true };
            let (items, goes_on) = self.stretch(Table::Tickets, stretch).await?;
            // "!" is smaller than every digit: just behind the last row.
            from = items.last().map_or_else(String::new, |item| format!("{}!", Key::of(item).sk));
            entries.extend(self.readable::<TimelineRow>(items).into_iter().flat_map(|row| row.value.entries));
            // Whoever asks goes on behind the last entry, of which there must be one.
            if !goes_on || !entries.is_empty() {
                break goes_on;
            }
        };
        if !goes_on {
            // What was pending when the ticket was read may be a row by now.
            let written = entries.last().map_or(first, |entry| entry.seq + 1);
            entries.extend(ticket.pending().into_iter().filter(|entry| entry.seq >= written));
        }
        entries.retain(|entry| entry.seq >= first);
        Ok((entries, goes_on))
    }

    /// Tickets whose time to be closed came by `now`, a part of one shard.
    pub async fn tickets_to_close(&self, shard: u64, now: Timestamp, after: Option<&str>) -> Result<Due<(TenantId, TicketId)>, StoreError> {
        self.due(&closing_pk(shard), now, after, Key::ticket_of).await
    }
}

impl Commit {
    /// Submits a ticket under the number it took.
    pub fn submit(self, ticket: &Ticket) -> Self {
        self.create(ticket, Clash::Exists).join_queue(ticket)
    }

    /// Writes a ticket over the one that was read, with everything that follows from the difference: it leaves
    /// a queue and joins one, its timeline gets its entries, and who it is shared with finds it in his list.
    /// The only way in which a ticket changes its state.
    pub fn change_ticket(self, read: &Versioned<Ticket>, moved: Moved, at: Timestamp) -> Self {
        let (before, next) = (&read.value, &moved.ticket);
        let mut commit = self.replace(read, next);
        if before.state == TicketState::Waiting && !waits_on(before, next) {
            commit = commit.leave_queue(before, next, at);
        }
        if next.state == TicketState::Waiting && !waits_on(before, next) {
            commit = commit.join_queue(next);
        }
        for share in next.shares.iter().filter(|share| before.share_of(share.identity_id).is_none()) {
            commit = commit.put_over(&shared(next, share.identity_id));
        }
        for share in before.shares.iter().filter(|share| next.share_of(share.identity_id).is_none()) {
            commit = commit.remove(Table::Tickets, &shared(next, share.identity_id).key());
        }
        if moved.entries.is_empty() {
            return commit;
        }
        let row = TimelineRow { tenant_id: next.tenant_id, ticket_id: next.ticket_id, entries: moved.entries };
        commit.create(&row, Clash::Stale)
    }
}

/// Whether a ticket waits under the number that it waited under before.
fn waits_on(before: &Ticket, next: &Ticket) -> bool {
    let place = |ticket: &Ticket| (ticket.state, ticket.queue_id, ticket.lane, ticket.number);
    place(before) == place(next)
}

fn shared(ticket: &Ticket, identity_id: IdentityId) -> SharedTicket {
    SharedTicket { tenant_id: ticket.tenant_id, identity_id, ticket_id: ticket.ticket_id, sort: sort(ticket) }
}
