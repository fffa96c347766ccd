//! Staff lists, and who serves a queue (table `agents`).

use foyer_domain::agents::StaffMember;
use foyer_domain::id::{IdentityId, QueueId, TenantId};
use foyer_domain::tickets::Queue;
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::key::{serving_pk, tenant_pk};
use crate::page::{Page, PageRequest};
use crate::{Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for StaffMember {
    const KIND: &'static str = "staff";
    const TABLE: Table = Table::Agents;

    fn key(&self) -> Key {
        Key::staff(self.tenant_id, self.identity_id)
    }
}

/// Rows that one query reads where all are wanted.
const TOGETHER: u32 = 1_000;

/// That a member of staff serves a queue: he is found by it, however many others there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "all that it holds is ids")]
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
        Ok(self.query(Table::Agents, &tenant_pk(tenant), "STAFF#", page).await?.read(self))
    }

    /// A queue and the staff that serves it, whatever state they are in: by its roster, which is read at the same time
    /// as the queue. Of a queue from before there were rosters everybody on the staff is asked.
    pub async fn serving(&self, tenant: TenantId, queue: QueueId) -> Result<Option<(Versioned<Queue>, Vec<StaffMember>)>, StoreError> {
        let (found, enrolled) = futures::try_join!(self.queue(tenant, queue), self.roster(tenant, queue))?;
        let Some(found) = found else { return Ok(None) };
        if !found.value.roster {
            return Ok(Some((found, self.serving_by_staff(tenant, queue).await?)));
        }
        let keys: Vec<Key> = enrolled.into_iter().map(|identity| Key::staff(tenant, identity)).collect();
        let staff = self.get_many::<StaffMember>(&keys, Freshness::Eventual).await?;
        Ok(Some((found, staff.into_iter().map(|member| member.value).collect())))
    }

    /// The staff that serves a queue, whatever state they are in, found without a roster.
    pub async fn serving_by_staff(&self, tenant: TenantId, queue: QueueId) -> Result<Vec<StaffMember>, StoreError> {
        let mut serving = Vec::new();
        let mut page = PageRequest { limit: TOGETHER, after: None };
        loop {
            let staff = self.staff(tenant, &page).await?;
            serving.extend(staff.rows.into_iter().filter(|member| member.authority.queues.contains(&queue)));
            page.after = staff.next;
            if page.after.is_none() {
                return Ok(serving);
            }
        }
    }

    async fn roster(&self, tenant: TenantId, queue: QueueId) -> Result<Vec<IdentityId>, StoreError> {
        let mut enrolled = Vec::new();
        let mut page = PageRequest { limit: TOGETHER, after: None };
        loop {
            let found: Page<Serves> = self.query(Table::Agents, &serving_pk(tenant, queue), "STAFF#", &page).await?.read(self);
            enrolled.extend(found.rows.iter().map(|row| row.identity_id));
            page.after = found.next;
            if page.after.is_none() {
                return Ok(enrolled);
            }
        }
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
