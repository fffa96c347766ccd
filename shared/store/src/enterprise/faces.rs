//! How enterprises show themselves (table `identity`, where every signed-in function may read).

use foyer_domain::directory::Enterprise;
use foyer_domain::id::TenantId;
use foyer_domain::identity::AvatarTag;
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::{Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Enterprise {
    const KIND: &'static str = "enterprise";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::enterprise(self.tenant_id)
    }
}

/// The logo of an enterprise. The enterprise holds its tag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Logo {
    /// The enterprise.
    pub tenant_id: TenantId,
    /// What it is known by.
    pub tag: AvatarTag,
    /// A JPEG.
    #[serde(with = "serde_bytes")]
    pub jpeg: Vec<u8>,
}

impl Entity for Logo {
    const KIND: &'static str = "logo";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::logo(self.tenant_id)
    }
}

impl Store {
    /// How an enterprise shows itself; `None` where it has not said. A batch of one: that is the read which the policy
    /// of signed-in functions allows on this table.
    pub async fn enterprise(&self, tenant: TenantId) -> Result<Option<Versioned<Enterprise>>, StoreError> {
        self.get_in_batch(&Key::enterprise(tenant), Freshness::Strong).await
    }

    /// How an enterprise shows itself, or how one begins.
    pub async fn enterprise_or_initial(&self, tenant: TenantId) -> Result<Enterprise, StoreError> {
        Ok(self.enterprise(tenant).await?.map_or_else(|| Enterprise::initial(tenant), |read| read.value))
    }

    /// The logo of an enterprise.
    pub async fn logo(&self, tenant: TenantId) -> Result<Option<Logo>, StoreError> {
        Ok(self.get(&Key::logo(tenant)).await?.map(|read| read.value))
    }
}

impl Commit {
    /// Removes the logo of an enterprise.
    pub fn remove_logo(self, tenant: TenantId) -> Self {
        self.remove(Table::Identity, &Key::logo(tenant))
    }
}
