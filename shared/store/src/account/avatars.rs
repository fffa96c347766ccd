//! Pictures of people, one for each identity (table `identity`): small enough to be a row.

use foyer_domain::id::{AccountId, IdentityId};
use foyer_domain::identity::{Account, AvatarTag, Identity};
use serde::{Deserialize, Serialize};

use crate::{Commit, Entity, Key, Store, StoreError, Table};

/// The picture of an identity, which holds its tag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Avatar {
    /// The account.
    pub account_id: AccountId,
    /// The identity.
    pub identity_id: IdentityId,
    /// What it is known by.
    pub tag: AvatarTag,
    /// A JPEG.
    #[serde(with = "serde_bytes")]
    pub jpeg: Vec<u8>,
}

impl Entity for Avatar {
    const KIND: &'static str = "identity_avatar";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::avatar(self.account_id, self.identity_id)
    }
}

/// A picture from before each identity had its own: the account holds its tag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountAvatar {
    /// The account.
    pub account_id: AccountId,
    /// What it is known by.
    pub tag: AvatarTag,
    /// A JPEG.
    #[serde(with = "serde_bytes")]
    pub jpeg: Vec<u8>,
}

impl Entity for AccountAvatar {
    const KIND: &'static str = "avatar";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::account_avatar(self.account_id)
    }
}

impl Store {
    /// The picture that the enterprise of `identity` is shown: its tag, and a JPEG.
    pub async fn avatar(&self, account: &Account, identity: &Identity) -> Result<Option<(AvatarTag, Vec<u8>)>, StoreError> {
        if account.avatar_as(identity).is_none() {
            return Ok(None);
        }
        if identity.face.shown.is_some() {
            let own = self.get::<Avatar>(&Key::avatar(account.account_id, identity.identity_id)).await?;
            return Ok(own.map(|own| (own.value.tag, own.value.jpeg)));
        }
        let before = self.get::<AccountAvatar>(&Key::account_avatar(account.account_id)).await?;
        Ok(before.map(|before| (before.value.tag, before.value.jpeg)))
    }
}

impl Commit {
    /// Keeps a picture of an identity of `next`.
    pub fn set_avatar(self, before: &Account, next: &Account, avatar: &Avatar) -> Self {
        self.put_over(avatar).forget_account_avatar(before, next)
    }

    /// Removes the picture of an identity of `next`.
    pub fn remove_avatar(self, before: &Account, next: &Account, identity: &Identity) -> Self {
        let commit = match identity.face.shown {
            Some(_) => self.remove(Table::Identity, &Key::avatar(next.account_id, identity.identity_id)),
            None => self,
        };
        commit.forget_account_avatar(before, next)
    }

    /// Nobody is shown the picture from before any more.
    fn forget_account_avatar(self, before: &Account, next: &Account) -> Self {
        if before.avatar.is_none() || next.avatar.is_some() {
            return self;
        }
        self.remove(Table::Identity, &Key::account_avatar(next.account_id))
    }
}
