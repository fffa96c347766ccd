//! What was sent to whom about which event (table `notifications`).

use foyer_domain::address::Channel;
use foyer_domain::id::{AccountId, EventId, TenantId};
use foyer_domain::time::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Entity, Key, Store, StoreError, Table, Versioned};

/// A claim older than this is one whose sender died: longer than a sender runs, shorter than a queue
/// waits before it delivers again.
pub const CLAIM_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// How often a message may be sent (decision 7 of the house).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// A verification code: a claim is never taken over, so it is never sent twice.
    AtMostOnce,
    /// Anything else: a claim whose holder died is taken over, so it may be sent twice.
    AtLeastOnce,
}

/// One message to one recipient about one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The event told of.
    pub event_id: EventId,
    /// Its type.
    pub event_type: String,
    /// By which channel.
    pub channel: Channel,
    /// To whom. The address is not kept.
    pub recipient: AccountId,
    /// How far it got.
    pub progress: Progress,
    /// When it got there.
    pub at: Timestamp,
}

/// How far a delivery got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    /// A sender is at it.
    Claimed,
    /// The channel took it.
    Sent {
        /// The channel's id of the message.
        message_id: String,
    },
    /// The channel refused it; it is tried again.
    Failed {
        /// What the channel said.
        reason: String,
    },
    /// It was held back (decision 13).
    Suppressed {
        /// Why.
        reason: String,
    },
}

impl Entity for Delivery {
    const KIND: &'static str = "delivery";
    const TABLE: Table = Table::Notifications;

    fn key(&self) -> Key {
        let channel = match self.channel {
            Channel::Sms => "sms",
            Channel::Email => "email",
        };
        Key::delivery(self.tenant_id, self.event_id, channel, &self.recipient.to_string())
    }
}

/// The answer to a claim.
#[derive(Debug)]
pub enum Claim {
    /// Send it, then settle it.
    Mine(Versioned<Delivery>),
    /// It is settled, or may not be sent again.
    Done,
    /// Another sender is at it; look again later.
    Held,
}

impl Store {
    /// Claims a delivery before it is sent.
    pub async fn claim(&self, delivery: Delivery, promise: Promise) -> Result<Claim, StoreError> {
        if self.insert(&delivery).await? {
            return Ok(Claim::Mine(Versioned { value: delivery, version: 1 }));
        }
        let Some(held) = self.get::<Delivery>(&delivery.key()).await? else {
            return Ok(Claim::Held);
        };
        let free = match (&held.value.progress, promise) {
            (Progress::Sent { .. } | Progress::Suppressed { .. }, _) | (_, Promise::AtMostOnce) => return Ok(Claim::Done),
            (Progress::Failed { .. }, Promise::AtLeastOnce) => true,
            (Progress::Claimed, Promise::AtLeastOnce) => delivery.at >= held.value.at + CLAIM_LIFE,
        };
        if !free || !self.update(&held, &delivery).await? {
            return Ok(Claim::Held);
        }
        Ok(Claim::Mine(Versioned { value: delivery, version: held.version + 1 }))
    }

    /// Settles a claimed delivery. If the claim was taken over meanwhile, the other sender settles it.
    pub async fn settle(&self, claimed: &Versioned<Delivery>, progress: Progress, now: Timestamp) -> Result<bool, StoreError> {
        self.update(claimed, &Delivery { progress, at: now, ..claimed.value.clone() }).await
    }
}
