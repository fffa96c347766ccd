//! Queues: handing out numbers, recording departures, reading a place (table `tickets`).
//!
//! The tree of departures is described in `docs/DATA.md` and `foyer_domain::tickets::departures`.

use std::collections::{BTreeMap, HashMap, HashSet};

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use foyer_domain::id::{QueueId, TenantId, TicketId};
use foyer_domain::text::Name;
use foyer_domain::tickets::departures::{BLOCK, Block, COUNTS, Head, Lanes, Left, MASKS, Masks, Place, Slot, place};
use foyer_domain::tickets::{Departure, Lane, Queue, QueueCode, QueueState, Ticket, TicketNumber, TicketState};
use foyer_domain::time::{SignedDuration, Timestamp};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::commit::Numbers;
use crate::conditional::{Written, is_marked};
use crate::due::moment;
use crate::entity::{number, text};
use crate::key::{queue_pk, settling_pk, tenant_pk};
use crate::page::{Page, PageRequest};
use crate::worklist::Waits;
use crate::{Ahead, Clash, Commit, CommitError, Due, Entity, Key, Store, StoreError, Table, Versioned};

/// A number that no ticket owns after this long belongs to a joiner that died.
pub const HOLE_AGE: SignedDuration = SignedDuration::from_secs(60);

/// Blocks that are read at the same time.
const BLOCKS_TOGETHER: usize = 20;

/// Numbers looked at by one sweep of one queue.
const SWEPT_AT_ONCE: u64 = 2_000;

impl Entity for Queue {
    const KIND: &'static str = "queue";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue(self.tenant_id, self.queue_id)
    }
}

/// Who owns a number of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The queue.
    pub queue_id: QueueId,
    /// The lane.
    #[serde(default)]
    pub lane: Lane,
    /// The number.
    pub number: u64,
    /// The ticket; `None` if the number was voided.
    pub ticket_id: Option<TicketId>,
}

impl Entity for NumberRow {
    const KIND: &'static str = "number";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue_number(self.tenant_id, self.queue_id, self.lane, self.number)
    }
}

/// How far the sweep for holes got in a queue. It stands in the head of the normal lane, beside the count of
/// numbers given out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Settling {
    /// Numbers given out.
    given_out: u64,
    /// All numbers below it have an owner or are void.
    settled: u64,
    /// Numbers that had been given out at `seen_at`.
    seen: u64,
    /// When that was.
    seen_at: Timestamp,
    /// Whether the queue gives out no more.
    closed: bool,
}

/// What a look at a queue found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// Numbers that were voided.
    pub voided: u64,
    /// Whether the queue is being stopped, or was.
    pub closed: bool,
}

/// Shards of the list of queues that are to be looked at.
pub const SETTLING_SHARDS: u64 = 4;

/// A queue's place among those that are to be looked at. Before any moment: at once.
fn settling_sort(at: Option<Timestamp>, queue: QueueId) -> String {
    format!("{}#{queue}", moment(at.unwrap_or(Timestamp::UNIX_EPOCH)))
}

/// Which queue a code names: two queues never have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The code.
    pub code: QueueCode,
    /// The queue.
    pub queue_id: QueueId,
}

impl Entity for CodeRow {
    const KIND: &'static str = "queue_code";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue_code(self.tenant_id, self.code)
    }
}

/// Which queue has a name: two queues of a tenant never have the same, in whatever case it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct NameRow {
    tenant_id: TenantId,
    name: Name,
    queue_id: QueueId,
}

impl NameRow {
    fn of(queue: &Queue) -> Self {
        Self { tenant_id: queue.tenant_id, name: queue.name.clone(), queue_id: queue.queue_id }
    }
}

impl Entity for NameRow {
    const KIND: &'static str = "queue_name";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue_name(self.tenant_id, &self.name)
    }
}

impl Ahead {
    /// Which queue of the tenant has the code of this number: what [`Store::ticket_by_number`] begins with.
    pub fn queue_of_number(tenant: TenantId, number: TicketNumber) -> Self {
        Self::of::<CodeRow>(Key::queue_code(tenant, number.queue))
    }
}

impl Store {
    /// The code of the next queue that the tenant makes. Of two made at once, one is refused and tries again.
    pub async fn next_queue_code(&self, tenant: TenantId) -> Result<QueueCode, StoreError> {
        // Its key says it, so that a row that cannot be read is in nobody's way.
        let latest = self.query(Table::Tickets, &tenant_pk(tenant), "CODE#", &PageRequest { limit: 1, after: None }).await?;
        let code = latest.rows.first().and_then(|row| text(row, "sk")?.strip_prefix("CODE#")?.parse::<u32>().ok());
        Ok(QueueCode(code.unwrap_or(0) + 1))
    }

    /// The ticket with this number, if the tenant has one.
    pub async fn ticket_by_number(&self, tenant: TenantId, number: TicketNumber) -> Result<Option<Versioned<Ticket>>, StoreError> {
        let Some(code) = self.get::<CodeRow>(&Key::queue_code(tenant, number.queue)).await? else {
            return Ok(None);
        };
        let owner = self.get::<NumberRow>(&Key::queue_number(tenant, code.value.queue_id, Lane::Normal, number.of_queue())).await?;
        let Some(ticket) = owner.and_then(|owner| owner.value.ticket_id) else {
            return Ok(None);
        };
        // A number that a ticket took when it came back is not its name.
        Ok(self.ticket(tenant, ticket).await?.filter(|found| found.value.ticket_number == number))
    }

    /// A queue of the tenant.
    pub async fn queue(&self, tenant: TenantId, id: QueueId) -> Result<Option<Versioned<Queue>>, StoreError> {
        self.get(&Key::queue(tenant, id)).await
    }

    /// The tenant's queues, newest first.
    pub async fn queues(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<Queue>, StoreError> {
        Ok(self.query(Table::Tickets, &tenant_pk(tenant), "QUEUE#", page).await?.read(self))
    }

    /// Takes the queue's next number of the normal lane; `None` if the queue takes no tickets. Outside any
    /// transaction, so joiners never conflict (decision 45). Until a ticket owns it, it counts as one that waits: who
    /// does not use it gives it back ([`Store::give_back`]), and if he dies it is a hole that the sweep voids: the same
    /// write puts a queue that was at rest into the list of those that it looks at.
    /// `by` is who takes, another for each act: a call whose answer was lost is made again, and finds the number that it
    /// took already, unless somebody else took the next one meanwhile.
    pub async fn take_number(&self, tenant: TenantId, queue: QueueId, by: &str) -> Result<Option<u64>, StoreError> {
        let key = Key::queue_head(tenant, queue, Lane::Normal);
        let taking = self
            .update_of(Table::Tickets, &key)
            .update_expression(
                "ADD next_number :one \
                 SET settled = if_not_exists(settled, next_number), gsi4pk = if_not_exists(gsi4pk, :list), \
                 gsi4sk = if_not_exists(gsi4sk, :place), taker = :by",
            )
            .condition_expression(
                "attribute_exists(next_number) AND attribute_not_exists(closed) AND (attribute_not_exists(taker) OR taker <> :by)",
            )
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":list", AttributeValue::S(settling_pk(queue.spread() % SETTLING_SHARDS)))
            .expression_attribute_values(":place", AttributeValue::S(settling_sort(None, queue)))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
            .return_values(ReturnValue::UpdatedNew);
        let row = match self.write_if(Table::Tickets, taking).await? {
            Written::Done(row) => row,
            Written::Not(row) if is_marked(&row, "taker", by) => row,
            Written::Not(_) => return Ok(None),
        };
        let next = number(&row, "next_number");
        next.and_then(|next| next.checked_sub(1)).map(Some).ok_or_else(|| self.refused(corrupt(&key, "next_number")))
    }

    /// Where `ticket` stands now; `None` if it has left that number. One query of the heads, one read of the number's
    /// block, one of the queue, all at the same time.
    ///
    /// Everything that lowers a place only grows, so reads at different times give a place that was true at some moment
    /// between them, as long as nobody went to the urgent lane meanwhile. The rows that he leaves say so. If one did,
    /// or the queue has urgent tickets from before rows said it, all is read again, one after the other: the queue
    /// counts them too, and is read last.
    pub async fn standing(&self, ticket: &Ticket) -> Result<Option<Standing>, StoreError> {
        let (tenant, id) = (ticket.tenant_id, ticket.queue_id);
        let in_block = (ticket.lane, Slot::of(ticket.number).block);
        let (lanes, block, queue) = futures::try_join!(self.lanes(tenant, id), self.block(tenant, id, in_block), self.queue(tenant, id))?;
        let mut agreed = ticket.lane == Lane::Urgent || lanes.agree_with(&block);
        let mut read = (lanes, block, queue.ok_or_else(|| self.refused(corrupt(&Key::queue(tenant, id), "pk")))?.value);
        for _ in 1..STANDING_READS {
            if agreed || read.1.masks.has_departed(ticket.number) {
                break;
            }
            let lanes = self.lanes(tenant, id).await?;
            let block = self.block(tenant, id, in_block).await?;
            let queue = self.queue(tenant, id).await?.ok_or_else(|| self.refused(corrupt(&Key::queue(tenant, id), "pk")))?.value;
            agreed = queue.urgent == lanes.urgent.next;
            read = (lanes, block, queue);
        }
        let (lanes, block, queue) = read;
        if block.masks.has_departed(ticket.number) {
            return Ok(None);
        }
        if !agreed {
            return Err(StoreError::Busy("tickets became urgent in every read of a place".into()));
        }
        let place = place(ticket.lane, ticket.number, &lanes, &block.masks);
        Ok(Some(Standing { place, lanes, queue }))
    }

    /// Where tickets of one queue stand; those that left their numbers are left out. What is of the queue is read once,
    /// and so is each block, all at the same time. Those that somebody overtook meanwhile are read again, each by itself.
    pub async fn standings(&self, tickets: &[&Ticket]) -> Result<Vec<(TicketId, Standing)>, StoreError> {
        let Some(first) = tickets.first() else { return Ok(Vec::new()) };
        let (tenant, id) = (first.tenant_id, first.queue_id);
        let block_of = |ticket: &Ticket| (ticket.lane, Slot::of(ticket.number).block);
        let wanted: HashSet<(Lane, u64)> = tickets.iter().map(|ticket| block_of(ticket)).collect();
        let blocks = wanted.into_iter().map(async |at| Ok::<_, StoreError>((at, self.block(tenant, id, at).await?)));
        let (lanes, blocks, queue) = futures::try_join!(self.lanes(tenant, id), try_join_all(blocks), self.queue(tenant, id))?;
        let blocks: HashMap<(Lane, u64), Block> = blocks.into_iter().collect();
        let queue = queue.ok_or_else(|| self.refused(corrupt(&Key::queue(tenant, id), "pk")))?.value;
        let (mut standings, mut overtaken) = (Vec::new(), Vec::new());
        for ticket in tickets {
            let Some(block) = blocks.get(&block_of(ticket)) else { continue };
            if block.masks.has_departed(ticket.number) {
                continue;
            }
            if ticket.lane == Lane::Urgent || lanes.agree_with(block) {
                let place = place(ticket.lane, ticket.number, &lanes, &block.masks);
                standings.push((ticket.ticket_id, Standing { place, lanes: lanes.clone(), queue: queue.clone() }));
            } else {
                overtaken.push(*ticket);
            }
        }
        let again = overtaken.into_iter().map(async |ticket| Ok::<_, StoreError>((ticket.ticket_id, self.standing(ticket).await?)));
        let again = try_join_all(again).await?;
        standings.extend(again.into_iter().filter_map(|(ticket, standing)| Some((ticket, standing?))));
        Ok(standings)
    }

    /// Both lanes of a queue: what they gave out, and who left.
    pub async fn lanes(&self, tenant: TenantId, queue: QueueId) -> Result<Lanes, StoreError> {
        let mut lanes = Lanes::default();
        for item in self.query_all(Table::Tickets, &queue_pk(tenant, queue)).await? {
            let key = Key::of(&item);
            let (head, row) = match key.sk.split_once('#') {
                None => (&mut lanes.normal, None),
                Some(("HEAD", _)) => (&mut lanes.urgent, None),
                Some(("SUPER", row)) => (&mut lanes.normal, Some(row)),
                Some((_, row)) => (&mut lanes.urgent, Some(row)),
            };
            match row {
                None => head.next = number(&item, "next_number").ok_or_else(|| self.refused(corrupt(&key, "next_number")))?,
                Some(row) => departures(head, row.parse().map_err(|_| self.refused(corrupt(&key, "sk")))?, &item),
            }
        }
        Ok(lanes)
    }

    async fn block(&self, tenant: TenantId, queue: QueueId, (lane, block): (Lane, u64)) -> Result<Block, StoreError> {
        let key = Key::queue_block(tenant, queue, lane, block);
        let item = self.get_item(Table::Tickets, &key, Freshness::Strong).await?.unwrap_or_default();
        let masks = masks(&key, &item).map_err(|error| self.refused(error))?;
        Ok(Block { number: block, masks, overtaken: number(&item, OVERTAKEN).unwrap_or(0) })
    }

    /// The first `count` numbers of a lane that wait, from `from` on, in their order.
    pub async fn first_waiting(
        &self,
        (tenant, queue): (TenantId, QueueId),
        (lane, head): (Lane, &Head),
        from: u64,
        count: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let mut numbers = Vec::new();
        let blocks: Vec<(u64, u64)> = head.waiting_by_block().skip_while(|(block, _)| *block < from / BLOCK).collect();
        let mut rest = &blocks[..];
        while numbers.len() < count && !rest.is_empty() {
            // Those that have what is missing, by what is counted, at the same time: few may wait in each of many.
            let (missing, mut counted) = (u64::try_from(count - numbers.len()).unwrap_or(u64::MAX), 0);
            let is_wanted = |(_, waiting): &&(u64, u64)| {
                let before = counted;
                counted += waiting;
                before < missing
            };
            let together = rest.iter().take_while(is_wanted).count();
            let (some, others) = rest.split_at(together.min(BLOCKS_TOGETHER));
            rest = others;
            for read in try_join_all(some.iter().map(|(block, _)| self.block(tenant, queue, (lane, *block)))).await? {
                numbers.extend(read.masks.waiting(read.number, head.next).filter(|number| *number >= from));
            }
        }
        numbers.truncate(count);
        Ok(numbers)
    }

    /// The tickets that own these numbers, as they are now and in their order. A number without one is left out.
    pub async fn owners(&self, (tenant, queue): (TenantId, QueueId), numbers: &[Waits]) -> Result<Vec<Versioned<Ticket>>, StoreError> {
        let keys: Vec<Key> = numbers.iter().map(|(lane, number)| Key::queue_number(tenant, queue, *lane, *number)).collect();
        let rows = self.get_many::<NumberRow>(&keys, Freshness::Strong).await?;
        let tickets: Vec<Key> = rows.iter().filter_map(|row| row.value.ticket_id).map(|ticket| Key::ticket(tenant, ticket)).collect();
        self.get_many(&tickets, Freshness::Strong).await
    }

    /// Queues that are to be looked at by `now`, a part of one shard: those that gave out numbers since they were
    /// looked at, and those that are being emptied.
    pub async fn queues_due(&self, shard: u64, now: Timestamp, after: Option<&str>) -> Result<Due<(TenantId, QueueId)>, StoreError> {
        self.due(&settling_pk(shard), now, after, Key::queue_of).await
    }

    /// Voids the numbers of a queue that were given out over a minute ago and that no ticket owns, and says when to
    /// look again: not before somebody joins, if all are settled.
    pub async fn void_holes(
        &self,
        (tenant, queue): (TenantId, QueueId),
        now: Timestamp,
        token: impl Fn() -> String,
    ) -> Result<Looked, StoreError> {
        let key = Key::queue_head(tenant, queue, Lane::Normal);
        let Some(head) = self.get_item(Table::Tickets, &key, Freshness::Strong).await? else {
            return Ok(Looked { voided: 0, closed: false });
        };
        let read = settling(&key, &head)?;
        let mut next = read.clone();
        let mut voided = 0;
        while next.settled < next.seen && now >= next.seen_at + HOLE_AGE {
            let until = next.seen.min(next.settled + SWEPT_AT_ONCE);
            voided += self.void_all((tenant, queue), &self.unowned(tenant, queue, next.settled..until).await?, now, &token).await?;
            next.settled = until;
        }
        if next.settled >= next.seen && next.given_out > next.settled {
            next.seen = next.given_out;
            next.seen_at = now;
        }
        if next != read || (next.settled == next.given_out && !next.closed) {
            self.settle_queue((tenant, queue), &read, &next).await?;
        }
        Ok(Looked { voided, closed: next.closed })
    }

    /// Notes how far a queue is settled. Another sweep that wrote meanwhile did the same work, and who joined
    /// meanwhile is found by the next one: the queue stays in the list then.
    async fn settle_queue(&self, (tenant, queue): (TenantId, QueueId), read: &Settling, next: &Settling) -> Result<(), StoreError> {
        let number = |value: u64| AttributeValue::N(value.to_string());
        let rests = next.settled == next.given_out && !next.closed;
        let place = if rests { " REMOVE gsi4pk, gsi4sk" } else { ", gsi4sk = :place" };
        // Who joined since has found the queue in the list, so it must stay there.
        let still = if rests { "settled = :read AND next_number = :given_out" } else { "settled = :read" };
        let mut update = self
            .update_of(Table::Tickets, &Key::queue_head(tenant, queue, Lane::Normal))
            .update_expression(format!("SET settled = :settled, seen = :seen, seen_at = :seen_at{place}"))
            .condition_expression(still)
            .expression_attribute_values(":settled", number(next.settled))
            .expression_attribute_values(":seen", number(next.seen))
            .expression_attribute_values(":seen_at", number(u64::try_from(next.seen_at.as_millisecond()).unwrap_or(0)))
            .expression_attribute_values(":read", number(read.settled));
        update = if rests {
            update.expression_attribute_values(":given_out", number(read.given_out))
        } else {
            // What is being emptied is looked at each time.
            let at = (!next.closed).then(|| next.seen_at + HOLE_AGE);
            update.expression_attribute_values(":place", AttributeValue::S(settling_sort(at, queue)))
        };
        self.write_if(Table::Tickets, update).await.map(|_| ())
    }

    /// Voids these numbers, those of a block together. One that has an owner by now makes each go by itself.
    async fn void_all(
        &self,
        at: (TenantId, QueueId),
        numbers: &[u64],
        now: Timestamp,
        token: &impl Fn() -> String,
    ) -> Result<u64, StoreError> {
        let mut voided = 0;
        let same_block = |one: &u64, other: &u64| Slot::of(*one).block == Slot::of(*other).block;
        for part in numbers.chunk_by(same_block).flat_map(|block| block.chunks(VOIDED_TOGETHER)) {
            if self.give_all_back(at, part, now, token()).await? {
                voided += u64::try_from(part.len()).unwrap_or(0);
                continue;
            }
            for number in part {
                voided += u64::from(self.give_back(at, *number, now, token()).await?);
            }
        }
        Ok(voided)
    }

    async fn unowned(&self, tenant: TenantId, queue: QueueId, numbers: std::ops::Range<u64>) -> Result<Vec<u64>, StoreError> {
        let keys: Vec<Key> = numbers.clone().map(|number| Key::queue_number(tenant, queue, Lane::Normal, number)).collect();
        let owned = self.get_many::<NumberRow>(&keys, Freshness::Strong).await?;
        let owned: std::collections::HashSet<u64> = owned.iter().map(|row| row.value.number).collect();
        Ok(numbers.filter(|number| !owned.contains(number)).collect())
    }

    /// Gives a number of the normal lane to nobody, and lets it depart; `false` if a ticket owns it, or it was given
    /// back before. Of a ticket that is written at the same time and this, one is refused by the number's row: so it
    /// may also be called where it is not known what became of a commit.
    pub async fn give_back(&self, at: (TenantId, QueueId), number: u64, now: Timestamp, token: String) -> Result<bool, StoreError> {
        self.give_all_back(at, &[number], now, token).await
    }

    /// The same for numbers of one block; none of them is given back if one cannot be.
    async fn give_all_back(&self, at: (TenantId, QueueId), numbers: &[u64], now: Timestamp, token: String) -> Result<bool, StoreError> {
        let lane = Lane::Normal;
        let commit = numbers.iter().fold(Commit::new(token), |commit, number| {
            let void = NumberRow { tenant_id: at.0, queue_id: at.1, lane, number: *number, ticket_id: None };
            commit.create(&void, Clash::NumberOwned)
        });
        match commit.leave(at, lane, numbers, Departure::Voided, now).run(self).await {
            Ok(()) => Ok(true),
            Err(CommitError::Clash(_)) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}

impl Commit {
    /// Creates a queue: the queue, its head, and the guards of its code and its name.
    pub fn create_queue(self, queue: &Queue) -> Self {
        let head = Key::queue_head(queue.tenant_id, queue.queue_id, Lane::Normal);
        let none = Numbers { add: vec![("next_number".into(), 0)], ..Numbers::default() };
        let code = CodeRow { tenant_id: queue.tenant_id, code: queue.code, queue_id: queue.queue_id };
        let commit = self.create(queue, Clash::Exists).create(&code, Clash::CodeTaken);
        commit.create(&NameRow::of(queue), Clash::NameTaken).count(Table::Tickets, &head, &none, None, Clash::Exists)
    }

    /// Writes a queue over the one that was read; a new name must be free.
    pub fn edit_queue(self, read: &Versioned<Queue>, next: &Queue) -> Self {
        let (before, after) = (NameRow::of(&read.value), NameRow::of(next));
        let commit = self.replace(read, next);
        if before.key() == after.key() {
            return commit;
        }
        commit.remove(Table::Tickets, &before.key()).create(&after, Clash::NameTaken)
    }

    /// Stops a queue that nobody joined since `given_out` numbers were: from then on it gives out none. The
    /// sweep is told to empty it, or does not look at it any more.
    pub fn close_queue(self, read: &Versioned<Queue>, next: &Queue, given_out: u64) -> Self {
        let (tenant, queue) = (next.tenant_id, next.queue_id);
        let head = Key::queue_head(tenant, queue, Lane::Normal);
        let closed = vec![("closed".into(), 1)];
        let closed = match next.state {
            QueueState::Stopped { .. } => Numbers { set: closed, remove: vec!["gsi4pk", "gsi4sk"], ..Numbers::default() },
            QueueState::Open | QueueState::Stopping { .. } => {
                let place = vec![("gsi4pk", settling_pk(queue.spread() % SETTLING_SHARDS)), ("gsi4sk", settling_sort(None, queue))];
                Numbers { set: closed, texts: place, ..Numbers::default() }
            }
        };
        self.replace(read, next).count(Table::Tickets, &head, &closed, Some(("next_number", given_out)), Clash::QueueChanged)
    }

    /// Lets a ticket wait in the urgent lane, under the number that the queue, as it was read, gives out next
    /// there. Everybody who waits in the normal lane waits one longer from this moment on.
    pub fn go_urgent(self, queue: &Versioned<Queue>, read: &Versioned<Ticket>, next: &Ticket, at: Timestamp) -> Self {
        let (tenant, id) = (next.tenant_id, next.queue_id);
        let counted = Numbers { add: vec![("urgent".into(), 1), ("version".into(), 1)], ..Numbers::default() };
        let given_out = Numbers { add: vec![("next_number".into(), 1)], ..Numbers::default() };
        let (row, head) = (Key::queue(tenant, id), Key::queue_head(tenant, id, Lane::Urgent));
        // The queue's row before the number: where another became urgent meanwhile, the number has an owner too, and
        // the first condition that fails names the clash.
        self.replace(read, next)
            .count(Table::Tickets, &row, &counted, Some(("version", queue.version)), Clash::QueueChanged)
            .own_number(next)
            .depart(&read.value, Departure::BecameUrgent { number: next.number }, at)
            .count(Table::Tickets, &head, &given_out, None, Clash::QueueChanged)
    }

    /// Lets a ticket wait in the normal lane again, under the number that it took there.
    pub fn go_normal(self, read: &Versioned<Ticket>, next: &Ticket, at: Timestamp) -> Self {
        self.replace(read, next).own_number(next).depart(&read.value, Departure::UrgentNoMore, at)
    }

    /// A ticket joins its queue under the number that it took.
    pub(crate) fn join_queue(self, ticket: &Ticket) -> Self {
        self.own_number(ticket)
    }

    /// A ticket, as it was read, leaves the number that it waits under; `next` is what it is then.
    pub(crate) fn leave_queue(self, ticket: &Ticket, next: &Ticket, at: Timestamp) -> Self {
        let why = match next.state {
            TicketState::Withdrawn => Departure::Withdrawn,
            TicketState::Waiting => Departure::Moved,
            _ => Departure::Accepted,
        };
        self.depart(ticket, why, at)
    }

    pub(crate) fn own_number(self, ticket: &Ticket) -> Self {
        let row = NumberRow {
            tenant_id: ticket.tenant_id,
            queue_id: ticket.queue_id,
            lane: ticket.lane,
            number: ticket.number,
            ticket_id: Some(ticket.ticket_id),
        };
        self.create(&row, Clash::NumberVoided)
    }

    /// Records that `ticket`, as it was read, leaves the number that it waits under. The transaction must also
    /// hold what keeps it from leaving twice, its version: a bit added twice would carry into the next.
    pub fn depart(self, ticket: &Ticket, why: Departure, at: Timestamp) -> Self {
        self.leave((ticket.tenant_id, ticket.queue_id), ticket.lane, &[ticket.number], why, at)
    }

    /// Numbers of one block leave together.
    fn leave(self, (tenant, queue): (TenantId, QueueId), lane: Lane, numbers: &[u64], why: Departure, at: Timestamp) -> Self {
        let Some(slot) = numbers.first().map(|number| Slot::of(*number)) else { return self };
        let many = numbers.len() as u128;
        let mut counts = Numbers { add: vec![(format!("c{}", slot.count), many)], ..Numbers::default() };
        if let Some(reason) = counted(why) {
            counts.add.push((reason.to_owned(), many));
        }
        if why == Departure::Accepted {
            let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
            counts.set.extend(numbers.iter().map(|number| (format!("t{}", number % REMEMBERED), millis)));
        }
        let mut masks: BTreeMap<u64, u128> = BTreeMap::new();
        for slot in numbers.iter().map(|number| Slot::of(*number)) {
            *masks.entry(slot.mask).or_default() += slot.value();
        }
        let bits = masks.into_iter().map(|(mask, bits)| (format!("w{mask}"), bits));
        let mut bits = Numbers { add: bits.collect(), ..Numbers::default() };
        if let Departure::BecameUrgent { number } = why {
            counts.set.push((OVERTAKEN.to_owned(), number + 1));
            bits.set.push((OVERTAKEN.to_owned(), number + 1));
        }
        self.count(Table::Tickets, &Key::queue_super(tenant, queue, lane, slot.super_row), &counts, None, Clash::Stale).count(
            Table::Tickets,
            &Key::queue_block(tenant, queue, lane, slot.block),
            &bits,
            None,
            Clash::Stale,
        )
    }
}

/// Where a ticket stands, and the queue around it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its place.
    pub place: Place,
    /// Both lanes.
    pub lanes: Lanes,
    /// The queue.
    pub queue: Queue,
}

/// How often a place is read again because a ticket became urgent in between.
const STANDING_READS: u32 = 5;

/// How many moments of acceptance a super row remembers: the place of the moment is the accepted number's
/// remainder, so that the latest numbers write over the earliest, and an update need not read.
const REMEMBERED: u64 = 16;

/// The attribute of a super row and of a block that says how many had become urgent when one of theirs did.
const OVERTAKEN: &str = "u";

/// Numbers that are voided in one transaction, which takes 100 actions.
const VOIDED_TOGETHER: usize = 50;

/// Reads how far a queue is settled from its head. A head from before it stood there is settled as far as the first
/// number that was given out since.
fn settling(key: &Key, head: &Item) -> Result<Settling, StoreError> {
    let given_out = number(head, "next_number").ok_or_else(|| corrupt(key, "next_number"))?;
    let seen_at = number(head, "seen_at").and_then(|millis| i64::try_from(millis).ok()).unwrap_or(0);
    Ok(Settling {
        given_out,
        settled: number(head, "settled").unwrap_or(given_out),
        seen: number(head, "seen").unwrap_or(0),
        seen_at: Timestamp::from_millisecond(seen_at).map_err(|_| corrupt(key, "seen_at"))?,
        closed: head.contains_key("closed"),
    })
}

/// The attribute that counts who left for this reason.
fn counted(why: Departure) -> Option<&'static str> {
    match why {
        Departure::Accepted => Some("accepted"),
        Departure::Withdrawn => Some("withdrawn"),
        Departure::Moved => Some("moved"),
        Departure::BecameUrgent { .. } | Departure::UrgentNoMore | Departure::Voided => None,
    }
}

/// Takes a super row into the head of its lane.
fn departures(head: &mut Head, row: u64, item: &Item) {
    let counts = (0..COUNTS).filter_map(|index| Some((row * COUNTS + index, number(item, &format!("c{index}"))?)));
    head.departed.extend(counts);
    let count = |why| counted(why).and_then(|name| number(item, name)).unwrap_or(0);
    head.left = head.left.and(Left {
        accepted: count(Departure::Accepted),
        withdrawn: count(Departure::Withdrawn),
        moved: count(Departure::Moved),
    });
    head.overtaken = head.overtaken.max(number(item, OVERTAKEN).unwrap_or(0));
    let moments = (0..REMEMBERED).filter_map(|index| i64::try_from(number(item, &format!("t{index}"))?).ok());
    head.accepted_at.extend(moments.filter_map(|millis| Timestamp::from_millisecond(millis).ok()));
}

fn masks(key: &Key, item: &Item) -> Result<Masks, StoreError> {
    let mut masks = Masks::default();
    for (index, mask) in masks.0.iter_mut().enumerate().take(MASKS) {
        let name = format!("w{index}");
        if let Some(value) = item.get(&name) {
            *mask = value.as_n().ok().and_then(|number| number.parse().ok()).ok_or_else(|| corrupt(key, &name))?;
        }
    }
    Ok(masks)
}

fn corrupt(key: &Key, field: &str) -> StoreError {
    StoreError::Corrupt { key: key.clone(), field: field.into(), problem: "not a number".into() }
}
