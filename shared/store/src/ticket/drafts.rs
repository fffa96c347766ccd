//! Drafts (table `tickets`): under their author, so that nobody else finds one.

use foyer_domain::id::{IdentityId, TenantId, TicketId};
use foyer_domain::tickets::{Draft, Ticket};

use crate::key::drafts_pk;
use crate::page::{Page, PageRequest};
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Draft {
    const KIND: &'static str = "draft";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::draft(self.tenant_id, self.author, self.ticket_id)
    }
}

impl Store {
    /// A draft of an identity.
    pub async fn draft(&self, tenant: TenantId, author: IdentityId, id: TicketId) -> Result<Option<Versioned<Draft>>, StoreError> {
        self.get(&Key::draft(tenant, author, id)).await
    }

    /// The drafts of an identity, the latest begun first.
    pub async fn drafts(&self, tenant: TenantId, author: IdentityId, page: &PageRequest) -> Result<Page<Draft>, StoreError> {
        Ok(self.query(Table::Tickets, &drafts_pk(tenant, author), "DRAFT#", page).await?.read(self))
    }
}

impl Commit {
    /// Removes a draft as it was read.
    pub fn remove_draft(self, read: &Versioned<Draft>) -> Self {
        self.remove_read(read, Clash::Stale)
    }

    /// Makes a ticket of a draft. Of two who submit it at once, one finds the ticket there.
    pub fn submit_draft(self, read: &Versioned<Draft>, ticket: &Ticket) -> Self {
        self.create(ticket, Clash::Stale).join_queue(ticket).remove_draft(read)
    }
}
