//! Addresses that are not written to any more (table `notifications`).

use foyer_domain::address::Channel;
use foyer_domain::silence::AddressFault;
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::key::digest;
use crate::{Entity, Key, Store, StoreError, Table};

/// What is held against an address. The address itself is not kept, so a corrected one is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressMark {
    /// The channel that it is of.
    pub channel: Channel,
    /// The SHA-256 of the address.
    pub address: String,
    /// What is held against it.
    pub fault: AddressFault,
    /// Since when.
    pub at: Timestamp,
}

impl AddressMark {
    /// Holds `fault` against `address`, a phone number in E.164 or an email address in lower case.
    pub fn new(channel: Channel, address: &str, fault: AddressFault, at: Timestamp) -> Self {
        Self { channel, address: digest(address), fault, at }
    }
}

impl Entity for AddressMark {
    const KIND: &'static str = "address_mark";
    const TABLE: Table = Table::Notifications;

    fn key(&self) -> Key {
        key(self.channel, &self.address)
    }
}

fn key(channel: Channel, digest: &str) -> Key {
    Key::address_mark(channel.as_str(), digest)
}

impl Store {
    /// What is held against an address, if anything is.
    pub async fn address_fault(&self, channel: Channel, address: &str) -> Result<Option<AddressFault>, StoreError> {
        let mark = self.get::<AddressMark>(&key(channel, &digest(address))).await?;
        Ok(mark.map(|mark| mark.value.fault))
    }

    /// Forgets what is held against an address.
    pub async fn forget_address_fault(&self, channel: Channel, address: &str) -> Result<(), StoreError> {
        self.delete(Table::Notifications, &key(channel, &digest(address))).await
    }
}
