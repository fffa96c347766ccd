//! The figures of the portal home, kept for each scope, and what each ticket was counted as (table `tickets`).
//!
//! A ticket is counted as it is when it is looked at, and what it was counted as is written in the transaction
//! that changes the figures: an event that comes twice, late or out of order finds the ticket counted already.
//! Figures have a generation. They are rebuilt beside those that are shown, while tickets that move are
//! counted in both, and shown when they are complete.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use foyer_domain::id::{IdentityId, QueueId, TenantId, TicketId};
use foyer_domain::tickets::figures::{Counted, Figure, Period, STATES, Scope, changes};
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::key::{acceptor_pk, home_pk, in_state_pk, queue_pk, submitter_pk};
use crate::{Clash, Commit, CommitError, Entity, Key, Store, StoreError, Table, Versioned};

/// How often a ticket is counted that is counted by others at the same time.
const ATTEMPTS: u32 = 8;

/// Which figures of a tenant are shown, and how far a rebuild is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeHead {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The generation that is shown.
    pub shown: u64,
    /// Whether its tickets stand in lists by state. Those that were counted before there were such lists do not, until
    /// the next rebuild.
    #[serde(default)]
    pub by_state: bool,
    /// What is under way.
    pub work: Work,
}

/// What is under way with the figures of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Work {
    /// Nothing.
    Rest,
    /// Another generation is being counted.
    Build {
        /// It.
        generation: u64,
        /// The queue whose tickets are next; none before the first.
        queue: Option<QueueId>,
        /// Where in that queue.
        after: Option<String>,
    },
    /// A generation is being removed.
    Clear {
        /// It.
        generation: u64,
    },
}

impl HomeHead {
    /// That of a tenant that begins.
    pub fn new(tenant_id: TenantId) -> Self {
        Self { by_state: true, ..Self::first(tenant_id) }
    }

    /// That of a tenant from before there was one for each, whose figures were never rebuilt.
    pub fn first(tenant_id: TenantId) -> Self {
        Self { tenant_id, shown: 0, by_state: false, work: Work::Rest }
    }

    /// The generations in which tickets are counted.
    pub fn counting(&self) -> Vec<u64> {
        match self.work {
            Work::Build { generation, .. } => vec![self.shown, generation],
            Work::Rest | Work::Clear { .. } => vec![self.shown],
        }
    }
}

impl Entity for HomeHead {
    const KIND: &'static str = "home_head";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::home_head(self.tenant_id)
    }
}

/// What a ticket was counted as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CountedTicket {
    tenant_id: TenantId,
    generation: u64,
    ticket_id: TicketId,
    /// The ticket's version when it was counted.
    ticket_version: u64,
    counted: Counted,
    /// Its place in lists; empty in rows from before there were lists by state.
    #[serde(default)]
    place: String,
    /// With whom it was shared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shared: Vec<IdentityId>,
}

impl Entity for CountedTicket {
    const KIND: &'static str = "counted_ticket";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::counted_ticket(self.tenant_id, self.generation, self.ticket_id)
    }

    /// The lists of tickets by state, in the indexes of the whole lists. They are kept here and not by the ticket, whose
    /// own writes have no unit to spare (decision 55).
    fn index(&self) -> Vec<(&'static str, String)> {
        if self.place.is_empty() {
            return Vec::new();
        }
        let lists = self.counted.scopes().filter_map(|scope| match scope {
            Scope::SubmittedBy(identity) => Some((("gsi1pk", "gsi1sk"), submitter_pk(self.tenant_id, identity))),
            Scope::InQueue(queue) => Some((("gsi2pk", "gsi2sk"), queue_pk(self.tenant_id, queue))),
            Scope::AcceptedBy(identity) => Some((("gsi3pk", "gsi3sk"), acceptor_pk(self.tenant_id, identity))),
            Scope::All => None,
        });
        let state = self.counted.state();
        lists.flat_map(|((pk, sk), list)| [(pk, in_state_pk(&list, self.generation, state)), (sk, self.place.clone())]).collect()
    }
}

impl CountedTicket {
    /// The rows by which those find it with whom it is shared.
    fn shares(&self) -> impl Iterator<Item = SharedInState> {
        let state = self.counted.state();
        self.shared.iter().map(move |identity| SharedInState {
            tenant_id: self.tenant_id,
            generation: self.generation,
            identity_id: *identity,
            state,
            ticket_id: self.ticket_id,
            place: self.place.clone(),
        })
    }
}

/// That a ticket in a state is shared with an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SharedInState {
    tenant_id: TenantId,
    generation: u64,
    identity_id: IdentityId,
    state: TicketState,
    pub(crate) ticket_id: TicketId,
    place: String,
}

impl Entity for SharedInState {
    const KIND: &'static str = "shared_in_state";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::shared_in_state(self.tenant_id, self.generation, (self.identity_id, self.state), &self.place)
    }
}

/// The figures of a scope; those that are 0 may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<String, i64>);

impl Figures {
    /// One of them.
    pub fn get(&self, figure: Figure) -> u64 {
        self.0.get(&attribute(figure)).copied().and_then(|count| u64::try_from(count).ok()).unwrap_or(0)
    }

    /// How many tickets are open.
    pub fn open(&self) -> u64 {
        let open = STATES.iter().enumerate().filter(|(_, state)| state.is_open());
        open.map(|(position, _)| self.get(Figure::State(position))).sum()
    }

    fn add(&mut self, item: &Item) {
        let numbers = item.iter().filter_map(|(name, value)| Some((name, value.as_n().ok()?.parse::<i64>().ok()?)));
        for (name, count) in numbers {
            *self.0.entry(name.clone()).or_default() += count;
        }
    }
}

/// The attribute of a figure.
fn attribute(figure: Figure) -> String {
    match figure {
        Figure::State(position) => format!("state{position}"),
        Figure::Stars(stars) => format!("stars{stars}"),
        Figure::In(period @ Period::Week(_)) => format!("week{}", period.first_day()),
        Figure::In(period @ Period::Month(_)) => format!("month{}", period.first_day()),
    }
}

impl Store {
    /// The head of a tenant's figures.
    pub async fn home_head(&self, tenant: TenantId) -> Result<Option<Versioned<HomeHead>>, StoreError> {
        self.get(&Key::home_head(tenant)).await
    }

    /// The generation whose tickets stand in lists by state, if those that are shown do.
    pub async fn lists_by_state(&self, tenant: TenantId) -> Result<Option<u64>, StoreError> {
        let head = self.get_in_batch::<HomeHead>(&Key::home_head(tenant), Freshness::Eventual).await?;
        Ok(head.filter(|head| head.value.by_state).map(|head| head.value.shown))
    }

    /// The figures that are shown, of one scope or several together.
    pub async fn figures(&self, tenant: TenantId, scopes: &[Scope]) -> Result<Figures, StoreError> {
        let head = self.get_in_batch::<HomeHead>(&Key::home_head(tenant), Freshness::Eventual).await?;
        let shown = head.map_or(0, |head| head.value.shown);
        let mut figures = Figures::default();
        for chunk in scopes.chunks(100) {
            let wanted = chunk.iter().map(|scope| (Table::Tickets, Key::figures(tenant, shown, *scope))).collect();
            for item in self.batch_get(wanted, Freshness::Eventual).await? {
                figures.add(&item);
            }
        }
        Ok(figures)
    }

    /// Counts a ticket as it is now, in every generation that is counted.
    pub async fn count_ticket(&self, tenant: TenantId, id: TicketId, now: Timestamp, token: impl Fn() -> String) -> Result<(), StoreError> {
        let head = self.home_head(tenant).await?.map_or_else(|| HomeHead::first(tenant), |head| head.value);
        for generation in head.counting() {
            self.count_ticket_in(tenant, generation, id, now, &token).await?;
        }
        Ok(())
    }

    /// Counts a ticket as it is now in one generation.
    pub async fn count_ticket_in(
        &self,
        tenant: TenantId,
        generation: u64,
        id: TicketId,
        now: Timestamp,
        token: impl Fn() -> String,
    ) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            // In this order: the ticket is as new as what it was counted as, or newer.
            let before = self.get::<CountedTicket>(&Key::counted_ticket(tenant, generation, id)).await?;
            let Some(ticket) = self.get::<Ticket>(&Key::ticket(tenant, id)).await? else {
                return Ok(());
            };
            if before.as_ref().is_some_and(|before| before.value.ticket_version >= ticket.version) {
                return Ok(());
            }
            let after = CountedTicket {
                tenant_id: tenant,
                generation,
                ticket_id: id,
                ticket_version: ticket.version,
                counted: Counted::of(&ticket.value),
                place: id.sorted_by(ticket.value.submitted_at),
                shared: ticket.value.shares.iter().map(|share| share.identity_id).collect(),
            };
            let mut commit = Commit::new(token()).replace_or_create(before.as_ref(), &after);
            commit = commit.move_shares(before.as_ref().map(|before| &before.value), &after);
            for (scope, figures) in changes(before.as_ref().map(|before| &before.value.counted), &after.counted, now) {
                commit = commit.add_figures(&Key::figures(tenant, generation, scope), &figures, now);
            }
            match commit.run(self).await {
                Ok(()) => return Ok(()),
                // Somebody else counted it meanwhile.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Busy("a ticket is counted over and over".into()))
    }

    /// Removes up to `limit` rows of a generation; `true` when none is left.
    pub async fn clear_figures(&self, tenant: TenantId, generation: u64, limit: u32) -> Result<bool, StoreError> {
        let page = crate::PageRequest { limit, after: None };
        for prefix in ["FIGURES#", "TICKET#", "SHARED#"] {
            let rows = self.query(Table::Tickets, &home_pk(tenant, generation), prefix, &page).await?.rows;
            for row in &rows {
                self.delete(Table::Tickets, &Key::of(row)).await?;
            }
            if !rows.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Commit {
    /// Writes by which those find a ticket with whom it is shared, where that is another than before.
    fn move_shares(mut self, before: Option<&CountedTicket>, after: &CountedTicket) -> Self {
        let before: Vec<SharedInState> = before.into_iter().flat_map(CountedTicket::shares).collect();
        let after: Vec<SharedInState> = after.shares().collect();
        for gone in before.iter().filter(|row| !after.contains(row)) {
            self = self.remove(Table::Tickets, &gone.key());
        }
        for new in after.iter().filter(|row| !before.contains(row)) {
            self = self.put_over(new);
        }
        self
    }

    fn add_figures(self, key: &Key, figures: &BTreeMap<Figure, i64>, now: Timestamp) -> Self {
        let mut update = Update::builder().set_key(Some(key.item()));
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (number, (figure, by)) in figures.iter().enumerate() {
            update = update
                .expression_attribute_names(format!("#a{number}"), attribute(*figure))
                .expression_attribute_values(format!(":a{number}"), AttributeValue::N(by.to_string()));
            added.push(format!("#a{number} :a{number}"));
        }
        // The row stays small: periods that are not shown any more leave it.
        for (number, period) in Period::outdated(now).enumerate() {
            update = update.expression_attribute_names(format!("#r{number}"), attribute(Figure::In(period)));
            removed.push(format!("#r{number}"));
        }
        let update = update.update_expression(format!("ADD {} REMOVE {}", added.join(", "), removed.join(", ")));
        self.push(Table::Tickets, "dynamodb:UpdateItem", Clash::Stale, |name| {
            update.table_name(name).build().map(|update| TransactWriteItem::builder().update(update).build())
        })
    }
}
