//! Staff lists (table `agents`).

use foyer_domain::agents::StaffMember;
use foyer_domain::id::TenantId;

use crate::key::tenant_pk;
use crate::page::{Page, PageRequest};
use crate::{Entity, Key, Store, StoreError, Table};

impl Entity for StaffMember {
    const KIND: &'static str = "staff";
    const TABLE: Table = Table::Agents;

    fn key(&self) -> Key {
        Key::staff(self.tenant_id, self.identity_id)
    }
}

impl Store {
    /// The tenant's staff, newest first.
    pub async fn staff(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<StaffMember>, StoreError> {
        self.query(Table::Agents, &tenant_pk(tenant), "STAFF#", page).await?.read()
    }
}
