//! Tickets (table `tickets`).

use foyer_domain::id::{IdentityId, QueueId, TenantId, TicketId};
use foyer_domain::tickets::{Lane, Ticket};

use crate::client::Freshness;
use crate::key::{queue_pk, submitter_pk};
use crate::page::{Page, PageRequest};
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Ticket {
    const KIND: &'static str = "ticket";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::ticket(self.tenant_id, self.ticket_id)
    }

    /// Both indexes project keys only, and no key of them changes in a ticket's life but the number: an
    /// accept pays nothing for them.
    fn index(&self) -> Vec<(&'static str, String)> {
        vec![
            ("gsi1pk", submitter_pk(self.tenant_id, self.submitter)),
            ("gsi1sk", self.ticket_id.to_string()),
            ("gsi2pk", queue_pk(self.tenant_id, self.queue_id)),
            ("gsi2sk", format!("{}{:012}", order(self.lane), self.number)),
        ]
    }
}

/// The urgent lane stands before the normal one.
fn order(lane: Lane) -> char {
    match lane {
        Lane::Urgent => '0',
        Lane::Normal => '1',
    }
}

impl Store {
    /// A ticket of the tenant.
    pub async fn ticket(&self, tenant: TenantId, id: TicketId) -> Result<Option<Versioned<Ticket>>, StoreError> {
        self.get(&Key::ticket(tenant, id)).await
    }

    /// The tickets that `submitter` submitted, newest first.
    pub async fn tickets_by(&self, tenant: TenantId, submitter: IdentityId, page: &PageRequest) -> Result<Page<Ticket>, StoreError> {
        let keys = self.query_index(Table::Tickets, "by_submitter", "gsi1", &submitter_pk(tenant, submitter), page).await?;
        self.tickets_of(keys).await
    }

    /// The tickets of a queue, oldest number first.
    pub async fn tickets_in(&self, tenant: TenantId, queue: QueueId, page: &PageRequest) -> Result<Page<Ticket>, StoreError> {
        let keys = self.query_index_in_order(Table::Tickets, "by_queue", "gsi2", &queue_pk(tenant, queue), page, true).await?;
        self.tickets_of(keys).await
    }

    async fn tickets_of(&self, keys: Page<Key>) -> Result<Page<Ticket>, StoreError> {
        let tickets = self.get_many::<Ticket>(&keys.rows, Freshness::Eventual).await?;
        Ok(Page { rows: tickets.into_iter().map(|ticket| ticket.value).collect(), next: keys.next })
    }
}

impl Commit {
    /// Submits a ticket under the number it took.
    pub fn submit(self, ticket: &Ticket) -> Self {
        self.create(ticket, Clash::Exists).own_number(ticket)
    }
}
