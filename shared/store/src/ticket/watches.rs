//! Which tickets' targets are watched, and when they are to be looked at next (table `tickets`).

use foyer_domain::id::{TenantId, TicketId};
use foyer_domain::tickets::targets::Watch;
use foyer_domain::time::Timestamp;

use crate::due::moment;
use crate::key::watched_pk;
use crate::{Due, Entity, Key, Store, StoreError, Table};

/// Shards of the list of tickets that are to be looked at.
pub const WATCH_SHARDS: u64 = 4;

impl Entity for Watch {
    const KIND: &'static str = "watch";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::watch(self.tenant_id, self.ticket_id)
    }

    /// In the same index as the tickets that are to be closed.
    fn index(&self) -> Vec<(&'static str, String)> {
        let Some(next_at) = self.next_at else { return Vec::new() };
        let sort = format!("{}#{}", moment(next_at), self.ticket_id);
        vec![("gsi4pk", watched_pk(self.ticket_id.spread() % WATCH_SHARDS)), ("gsi4sk", sort)]
    }
}

impl Store {
    /// Tickets whose time to be looked at came by `now`, a part of one shard.
    pub async fn watches_due(&self, shard: u64, now: Timestamp, after: Option<&str>) -> Result<Due<(TenantId, TicketId)>, StoreError> {
        self.due(&watched_pk(shard), now, after, Key::ticket_of).await
    }
}
