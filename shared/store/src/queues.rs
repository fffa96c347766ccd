//! Queues: handing out numbers, recording departures, reading a place (table `tickets`).
//!
//! The tree of departures is described in `docs/DATA.md` and `foyer_domain::tickets::departures`.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue};
use foyer_domain::id::{QueueId, TenantId, TicketId};
use foyer_domain::tickets::departures::{COUNTS, Head, MASKS, Masks, Place, Slot, place};
use foyer_domain::tickets::{Queue, Ticket};
use foyer_domain::time::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::entity::number;
use crate::key::{QUEUE_REGISTER, TENANTS, queue_pk, tenant_pk};
use crate::meter::Spend;
use crate::page::{Page, PageRequest};
use crate::{Clash, Commit, CommitError, Entity, Key, Store, StoreError, Table, Versioned};

/// A number that no ticket owns after this long belongs to a joiner that died.
pub const HOLE_AGE: SignedDuration = SignedDuration::from_secs(60);

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
    /// The number.
    pub number: u64,
    /// The ticket; `None` if the number was voided.
    pub ticket_id: Option<TicketId>,
}

impl Entity for NumberRow {
    const KIND: &'static str = "number";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue_number(self.tenant_id, self.queue_id, self.number)
    }
}

/// A queue's line in the register, with how far the sweep for holes got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The queue.
    pub queue_id: QueueId,
    /// All numbers below it have an owner or are void.
    pub settled: u64,
    /// Numbers that had been given out at `seen_at`.
    pub seen: u64,
    /// When that was.
    pub seen_at: Timestamp,
}

impl Entity for Register {
    const KIND: &'static str = "queue_register";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::queue_register(self.tenant_id, self.queue_id)
    }
}

impl Store {
    /// A queue of the tenant.
    pub async fn queue(&self, tenant: TenantId, id: QueueId) -> Result<Option<Versioned<Queue>>, StoreError> {
        self.get(&Key::queue(tenant, id)).await
    }

    /// The tenant's queues, newest first.
    pub async fn queues(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<Queue>, StoreError> {
        self.query(Table::Tickets, &tenant_pk(tenant), "QUEUE#", page).await?.read()
    }

    /// Takes the queue's next number. Outside any transaction, so joiners never conflict; a number whose
    /// taker dies is a hole that the sweep voids.
    pub async fn take_number(&self, tenant: TenantId, queue: QueueId) -> Result<u64, StoreError> {
        self.meter.call("dynamodb:UpdateItem", Table::Tickets);
        let key = Key::queue_head(tenant, queue);
        let answer = self
            .client
            .update_item()
            .table_name(self.tables.name(Table::Tickets))
            .set_key(Some(key.item()))
            .update_expression("ADD next_number :one")
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .return_values(ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await?;
        self.meter.add(Spend::Write, answer.consumed_capacity());
        let next = answer.attributes.as_ref().and_then(|row| number(row, "next_number"));
        next.and_then(|next| next.checked_sub(1)).ok_or_else(|| corrupt(&key, "next_number"))
    }

    /// The place of `number` now: one query of the queue's head, one read of the number's block.
    pub async fn place(&self, tenant: TenantId, queue: QueueId, number: u64) -> Result<Place, StoreError> {
        let block_key = Key::queue_block(tenant, queue, Slot::of(number).block);
        let (head, block) = tokio::try_join!(self.queue_head(tenant, queue), self.get_item(Table::Tickets, &block_key, Freshness::Strong))?;
        let masks = block.map(|item| masks(&block_key, &item)).transpose()?.unwrap_or_default();
        Ok(place(number, &head, &masks))
    }

    async fn queue_head(&self, tenant: TenantId, queue: QueueId) -> Result<Head, StoreError> {
        let mut head = Head::default();
        for item in self.query_all(Table::Tickets, &queue_pk(tenant, queue)).await? {
            let key = Key::of(&item);
            match key.sk.strip_prefix("SUPER#") {
                None => head.next = number(&item, "next_number").ok_or_else(|| corrupt(&key, "next_number"))?,
                Some(row) => {
                    let row: u64 = row.parse().map_err(|_| corrupt(&key, "sk"))?;
                    let counts = (0..COUNTS).filter_map(|index| Some((row * COUNTS + index, number(&item, &format!("c{index}"))?)));
                    head.departed.extend(counts);
                }
            }
        }
        Ok(head)
    }

    /// One page of the register of all queues.
    pub async fn queue_register(&self, page: &PageRequest) -> Result<Page<Register>, StoreError> {
        self.query(Table::Tickets, QUEUE_REGISTER, TENANTS, page).await?.read()
    }

    /// Voids the numbers of a queue that were given out over a minute ago and that no ticket owns.
    /// Answers how many.
    pub async fn void_holes(&self, register: &Register, now: Timestamp, token: impl Fn() -> String) -> Result<u64, StoreError> {
        let (tenant, queue) = (register.tenant_id, register.queue_id);
        let Some(read) = self.get::<Register>(&register.key()).await? else {
            return Ok(0);
        };
        let mut next = read.value.clone();
        let mut voided = 0;
        if next.settled < next.seen {
            if now < next.seen_at + HOLE_AGE {
                return Ok(0);
            }
            let until = next.seen.min(next.settled + SWEPT_AT_ONCE);
            for number in self.unowned(tenant, queue, next.settled..until).await? {
                voided += u64::from(self.void(tenant, queue, number, token()).await?);
            }
            next.settled = until;
        }
        if next.settled == next.seen {
            let head = self.queue_head(tenant, queue).await?;
            if head.next != next.seen {
                next.seen = head.next;
                next.seen_at = now;
            }
        }
        if next != read.value {
            // Another sweep that wrote meanwhile did the same work; voiding twice is refused by the row.
            self.update(&read, &next).await?;
        }
        Ok(voided)
    }

    async fn unowned(&self, tenant: TenantId, queue: QueueId, numbers: std::ops::Range<u64>) -> Result<Vec<u64>, StoreError> {
        let keys: Vec<Key> = numbers.clone().map(|number| Key::queue_number(tenant, queue, number)).collect();
        let owned = self.get_many::<NumberRow>(&keys, Freshness::Strong).await?;
        let owned: std::collections::HashSet<u64> = owned.iter().map(|row| row.value.number).collect();
        Ok(numbers.filter(|number| !owned.contains(number)).collect())
    }

    async fn void(&self, tenant: TenantId, queue: QueueId, number: u64, token: String) -> Result<bool, StoreError> {
        let void = NumberRow { tenant_id: tenant, queue_id: queue, number, ticket_id: None };
        match Commit::new(token).create(&void, Clash::NumberOwned).depart(tenant, queue, number).run(self).await {
            Ok(()) => Ok(true),
            Err(CommitError::Clash(_)) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}

impl Commit {
    /// Creates a queue: the queue, its head, and its line in the register.
    pub fn create_queue(self, queue: &Queue, now: Timestamp) -> Self {
        let register = Register { tenant_id: queue.tenant_id, queue_id: queue.queue_id, settled: 0, seen: 0, seen_at: now };
        self.create(queue, Clash::Exists).create(&register, Clash::Exists).add(
            Table::Tickets,
            &Key::queue_head(queue.tenant_id, queue.queue_id),
            "next_number".into(),
            0,
        )
    }

    pub(crate) fn own_number(self, ticket: &Ticket) -> Self {
        let row =
            NumberRow { tenant_id: ticket.tenant_id, queue_id: ticket.queue_id, number: ticket.number, ticket_id: Some(ticket.ticket_id) };
        self.create(&row, Clash::NumberVoided)
    }

    /// Records that `number` left the queue. The transaction must also hold what keeps it from leaving
    /// twice (the ticket's version, or the void's condition): a bit added twice would carry into the next.
    pub fn depart(self, tenant: TenantId, queue: QueueId, number: u64) -> Self {
        let slot = Slot::of(number);
        self.add(Table::Tickets, &Key::queue_super(tenant, queue, slot.super_row), format!("c{}", slot.count), 1).add(
            Table::Tickets,
            &Key::queue_block(tenant, queue, slot.block),
            format!("w{}", slot.mask),
            slot.value(),
        )
    }
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
