//! The figures of the portal home, kept for each scope, and what each ticket was counted as (table `tickets`).
//!
//! A ticket is counted as it is when it is looked at, and what it was counted as is written in the transaction
//! that changes the figures: an event that comes twice, late or out of order finds the ticket counted already.
//! Figures have a generation. They are rebuilt beside those that are shown, while tickets that move are
//! counted in both, and shown when they are complete.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use foyer_domain::id::{QueueId, TenantId, TicketId};
use foyer_domain::tickets::Ticket;
use foyer_domain::tickets::figures::{Counted, Figure, Period, STATES, Scope, changes};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::key::home_pk;
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
    /// That of a tenant whose figures were never rebuilt.
    pub fn first(tenant_id: TenantId) -> Self {
        Self { tenant_id, shown: 0, work: Work::Rest }
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
}

impl Entity for CountedTicket {
    const KIND: &'static str = "counted_ticket";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::counted_ticket(self.tenant_id, self.generation, self.ticket_id)
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
            let counted = Counted::of(&ticket.value);
            let after = CountedTicket { tenant_id: tenant, generation, ticket_id: id, ticket_version: ticket.version, counted };
            let mut commit = Commit::new(token());
            commit = match &before {
                None => commit.create(&after, Clash::Stale),
                Some(before) => commit.replace(before, &after),
            };
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
        for prefix in ["FIGURES#", "TICKET#"] {
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
