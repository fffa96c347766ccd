//! Staff lists, and who serves a queue (table `agents`).

use foyer_domain::agents::StaffMember;
use foyer_domain::id::{IdentityId, QueueId, TenantId};
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::key::{serving_pk, tenant_pk};
use crate::page::{Page, PageRequest};
use crate::{Commit, Entity, Key, Store, StoreError, Table};

impl Entity for StaffMember {
    const KIND: &'static str = "staff";
    const TABLE: Table = Table::Agents;

    fn key(&self) -> Key {
        Key::staff(self.tenant_id, self.identity_id)
    }
}

/// That a member of staff serves a queue: he is found by it, however many others there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Serves {
    tenant_id: TenantId,
    queue_id: QueueId,
    identity_id: IdentityId,
}

impl Entity for Serves {
    const KIND: &'static str = "serves";
    const TABLE: Table = Table::Agents;

    fn key(&self) -> Key {
        Key::serves(self.tenant_id, self.queue_id, self.identity_id)
    }
}

impl Store {
    /// The tenant's staff, newest first.
    pub async fn staff(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<StaffMember>, StoreError> {
        self.query(Table::Agents, &tenant_pk(tenant), "STAFF#", page).await?.read()
    }

    /// The staff that serves a queue which has a roster, whatever state they are in.
    pub async fn serving(&self, tenant: TenantId, queue: QueueId) -> Result<Vec<StaffMember>, StoreError> {
        let mut keys = Vec::new();
        let mut page = PageRequest { limit: 1_000, after: None };
        loop {
            let found: Page<Serves> = self.query(Table::Agents, &serving_pk(tenant, queue), "STAFF#", &page).await?.read()?;
            keys.extend(found.rows.iter().map(|row| Key::staff(tenant, row.identity_id)));
            page.after = found.next;
            if page.after.is_none() {
                break;
            }
        }
        let staff = self.get_many::<StaffMember>(&keys, Freshness::Eventual).await?;
        Ok(staff.into_iter().map(|member| member.value).collect())
    }
}

impl Commit {
    /// Keeps the rosters of queues up to date with a member of staff.
    pub fn serve(mut self, before: Option<&StaffMember>, next: &StaffMember) -> Self {
        let none = std::collections::BTreeSet::new();
        let old = before.map_or(&none, |before| &before.authority.queues);
        for queue in next.authority.queues.difference(old) {
            self = self.put_over(&Serves { tenant_id: next.tenant_id, queue_id: *queue, identity_id: next.identity_id });
        }
        for queue in old.difference(&next.authority.queues) {
            self = self.remove(Table::Agents, &Key::serves(next.tenant_id, *queue, next.identity_id));
        }
        self
    }

    /// Adds a member of staff to the roster of a queue that had none.
    pub fn enrol(self, member: &StaffMember, queue: QueueId) -> Self {
        self.put_over(&Serves { tenant_id: member.tenant_id, queue_id: queue, identity_id: member.identity_id })
    }
}
