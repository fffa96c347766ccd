//! Pictures of accounts (table `identity`): small enough to be a row.

use foyer_domain::id::AccountId;
use foyer_domain::identity::AvatarTag;
use serde::{Deserialize, Serialize};

use crate::{Commit, Entity, Key, Store, StoreError, Table};

/// The picture of an account. The account holds its tag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Avatar {
    /// The account.
    pub account_id: AccountId,
    /// What it is known by.
    pub tag: AvatarTag,
    /// A JPEG.
    #[serde(with = "serde_bytes")]
    pub jpeg: Vec<u8>,
}

impl Entity for Avatar {
    const KIND: &'static str = "avatar";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::avatar(self.account_id)
    }
}

impl Store {
    /// The picture of an account.
    pub async fn avatar(&self, account: AccountId) -> Result<Option<Avatar>, StoreError> {
        Ok(self.get(&Key::avatar(account)).await?.map(|read| read.value))
    }
}

impl Commit {
    /// Removes the picture of an account.
    pub fn remove_avatar(self, account: AccountId) -> Self {
        self.remove(Table::Identity, &Key::avatar(account))
    }
}
