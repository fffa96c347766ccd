//! What the codes in SMS lead to (table `notifications`).

use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::link::PagePath;
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::key::digest;
use crate::{Entity, Key, Store, StoreError, Table};

/// A page that a message leads to. The code itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The SHA-256 of the code.
    digest: String,
    /// The tenant of who got the message.
    pub tenant_id: TenantId,
    /// The identity that the message was for.
    pub identity_id: IdentityId,
    /// The page.
    pub path: PagePath,
    /// When it leads nowhere any more.
    pub expires_at: Timestamp,
}

impl Link {
    /// What `code` leads to.
    pub fn new(code: &str, (tenant_id, identity_id): (TenantId, IdentityId), path: PagePath, expires_at: Timestamp) -> Self {
        Self { digest: digest(code), tenant_id, identity_id, path, expires_at }
    }
}

impl Entity for Link {
    const KIND: &'static str = "link";
    const TABLE: Table = Table::Notifications;

    fn key(&self) -> Key {
        Key::link(&self.digest)
    }

    fn expires(&self) -> Option<i64> {
        Some(self.expires_at.as_second())
    }
}

impl Store {
    /// Keeps what a code leads to. The link of a message that is sent again is the same, and stays.
    pub async fn keep_link(&self, link: &Link) -> Result<(), StoreError> {
        self.insert(link).await.map(|_| ())
    }

    /// What a code leads to; `None` past its time.
    pub async fn page_behind(&self, code: &str, now: Timestamp) -> Result<Option<Link>, StoreError> {
        let link = self.get::<Link>(&Key::link(&digest(code))).await?;
        Ok(link.map(|link| link.value).filter(|link| now < link.expires_at))
    }
}
