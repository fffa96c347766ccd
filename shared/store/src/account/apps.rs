//! Which pages of the portal an enterprise has opened (table `identity`, where every signed-in function may
//! read).

use foyer_domain::apps::OpenApps;
use foyer_domain::id::TenantId;

use crate::client::Freshness;
use crate::{Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for OpenApps {
    const KIND: &'static str = "open_apps";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::open_apps(self.tenant_id)
    }
}

impl Store {
    /// What is open; `None` where nobody decided yet. A batch of one: that is the read which the policy of
    /// signed-in functions allows on this table.
    pub async fn open_apps(&self, tenant: TenantId) -> Result<Option<Versioned<OpenApps>>, StoreError> {
        self.get_in_batch(&Key::open_apps(tenant), Freshness::Strong).await
    }

    /// The pages that an enterprise opened, or those that are open in one that begins.
    pub async fn open_apps_or_initial(&self, tenant: TenantId) -> Result<OpenApps, StoreError> {
        Ok(self.open_apps(tenant).await?.map_or_else(|| OpenApps::initial(tenant), |read| read.value))
    }
}
