//! What was sent to whom about which event (table `notifications`).

use foyer_domain::address::Channel;
use foyer_domain::id::{AccountId, EventId, IdentityId, TenantId, TicketId};
use foyer_domain::identity::IdentityState;
use foyer_domain::silence::{HeldBack, Returned};
use foyer_domain::time::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::key::{about_pk, held_back_pk, message_pk, recipient_pk, returned_pk, sent_to_stopped_pk};
use crate::page::{Between, IndexOf};
use crate::{Entity, Key, Page, PageRequest, Store, StoreError, Table, Versioned};

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
    /// The identity that it was for.
    pub identity_id: IdentityId,
    /// The tenant of that identity. The event's is another where nobody was signed in.
    pub recipient_tenant: TenantId,
    /// The state of that identity, as it was read to decide whether to send.
    pub recipient_state: IdentityState,
    /// The ticket that the event is about, if it is about one.
    pub ticket_id: Option<TicketId>,
    /// How many segments an SMS has, which is what it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<u32>,
    /// Who claimed it, another each time: of two senders who claim it at one moment each knows whether it was he.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub claimed_by: String,
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
        reason: HeldBack,
    },
    /// The channel took it, and it came back.
    Returned {
        /// The channel's id of the message.
        message_id: String,
        /// Why.
        reason: Returned,
    },
}

impl Progress {
    /// The name in answers and metrics.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Claimed => "sending",
            Self::Sent { .. } => "sent",
            Self::Failed { .. } => "failed",
            Self::Suppressed { .. } => "held_back",
            Self::Returned { .. } => "returned",
        }
    }

    /// The channel's id of the message, if it took it.
    fn message_id(&self) -> Option<&str> {
        match self {
            Self::Sent { message_id } | Self::Returned { message_id, .. } => Some(message_id),
            Self::Claimed | Self::Failed { .. } | Self::Suppressed { .. } => None,
        }
    }
}

/// What became of messages: those that must be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Held back.
    HeldBack,
    /// Sent although the recipient's state forbade it. There should be none.
    SentToStopped,
    /// Sent, and it came back.
    Returned,
}

impl Outcome {
    fn pk(self, tenant: TenantId) -> String {
        match self {
            Self::HeldBack => held_back_pk(tenant),
            Self::SentToStopped => sent_to_stopped_pk(tenant),
            Self::Returned => returned_pk(tenant),
        }
    }
}

impl Delivery {
    fn outcome(&self) -> Option<Outcome> {
        match self.progress {
            Progress::Suppressed { .. } => Some(Outcome::HeldBack),
            Progress::Sent { .. } | Progress::Returned { .. } if self.recipient_state != IdentityState::Active => {
                Some(Outcome::SentToStopped)
            }
            Progress::Returned { .. } => Some(Outcome::Returned),
            Progress::Claimed | Progress::Sent { .. } | Progress::Failed { .. } => None,
        }
    }
}

impl Entity for Delivery {
    const KIND: &'static str = "delivery";
    const TABLE: Table = Table::Notifications;

    fn key(&self) -> Key {
        Key::delivery(self.tenant_id, self.event_id, self.channel.as_str(), &self.recipient.to_string())
    }

    /// The first two project keys only and never change: settling a delivery pays nothing for them. The third
    /// holds what must be explained, whole. The fourth finds what was sent by the id that the channel gave it, in
    /// case it comes back.
    fn index(&self) -> Vec<(&'static str, String)> {
        let tenant = self.recipient_tenant;
        let mut index = vec![("gsi1pk", recipient_pk(tenant, self.identity_id)), ("gsi1sk", self.event_id.to_string())];
        if let Some(ticket) = self.ticket_id {
            index.extend([("gsi2pk", about_pk(tenant, ticket)), ("gsi2sk", self.event_id.to_string())]);
        }
        if let Some(outcome) = self.outcome() {
            index.extend([("gsi3pk", outcome.pk(tenant)), ("gsi3sk", format!("{}#{}", moment(self.at), self.event_id))]);
        }
        if let Some(message_id) = self.progress.message_id() {
            index.extend([("gsi4pk", message_pk(self.channel.as_str(), message_id)), ("gsi4sk", self.event_id.to_string())]);
        }
        index
    }
}

/// A time as text that sorts: milliseconds since 1970.
fn moment(at: Timestamp) -> String {
    format!("{:015}", at.as_millisecond().max(0))
}

/// The answer to a claim.
#[derive(Debug)]
pub enum Claim {
    /// Send it, then settle it.
    Mine(Box<Versioned<Delivery>>),
    /// It is settled, or may not be sent again.
    Done,
    /// Another sender is at it; look again later.
    Held,
}

impl Store {
    /// Claims a delivery before it is sent.
    pub async fn claim(&self, delivery: Delivery, promise: Promise) -> Result<Claim, StoreError> {
        if self.insert(&delivery).await? {
            return Ok(Claim::Mine(Box::new(Versioned { value: delivery, version: 1 })));
        }
        let Some(held) = self.get::<Delivery>(&delivery.key()).await? else {
            return Ok(Claim::Held);
        };
        let free = match (&held.value.progress, promise) {
            (Progress::Sent { .. } | Progress::Returned { .. } | Progress::Suppressed { .. }, _) | (_, Promise::AtMostOnce) => {
                return Ok(Claim::Done);
            }
            (Progress::Failed { .. }, Promise::AtLeastOnce) => true,
            (Progress::Claimed, Promise::AtLeastOnce) => delivery.at >= held.value.at + CLAIM_LIFE,
        };
        if !free || !self.update(&held, &delivery).await? {
            return Ok(Claim::Held);
        }
        Ok(Claim::Mine(Box::new(Versioned { value: delivery, version: held.version + 1 })))
    }

    /// Settles a claimed delivery. If the claim was taken over meanwhile, the other sender settles it.
    pub async fn settle(&self, claimed: &Versioned<Delivery>, progress: Progress, now: Timestamp) -> Result<bool, StoreError> {
        self.update(claimed, &Delivery { progress, at: now, ..claimed.value.clone() }).await
    }

    /// Keeps that the message to which a channel gave this id came back; whether one was sent and had not come back
    /// before. What is said first stays.
    pub async fn came_back(&self, channel: Channel, message_id: &str, reason: Returned, now: Timestamp) -> Result<bool, StoreError> {
        let pk = message_pk(channel.as_str(), message_id);
        let page = PageRequest { limit: 1, after: None };
        let found = self.query_index(Table::Notifications, "by_message", "gsi4", &pk, &page).await?;
        let Some(key) = found.rows.first() else { return Ok(false) };
        let Some(read) = self.get::<Delivery>(key).await? else { return Ok(false) };
        match &read.value.progress {
            Progress::Sent { message_id: sent } if sent == message_id => {}
            _ => return Ok(false),
        }
        self.settle(&read, Progress::Returned { message_id: message_id.to_owned(), reason }, now).await
    }

    /// What was sent or held back to an identity, the newest event first.
    pub async fn deliveries_to(&self, tenant: TenantId, identity: IdentityId, page: &PageRequest) -> Result<Page<Delivery>, StoreError> {
        let keys = self.query_index(Table::Notifications, "by_recipient", "gsi1", &recipient_pk(tenant, identity), page).await?;
        self.deliveries_of(keys).await
    }

    /// What was sent or held back about a ticket, the newest event first.
    pub async fn deliveries_about(&self, tenant: TenantId, ticket: TicketId, page: &PageRequest) -> Result<Page<Delivery>, StoreError> {
        let keys = self.query_index(Table::Notifications, "by_ticket", "gsi2", &about_pk(tenant, ticket), page).await?;
        self.deliveries_of(keys).await
    }

    async fn deliveries_of(&self, keys: Page<Key>) -> Result<Page<Delivery>, StoreError> {
        let deliveries = self.get_many::<Delivery>(&keys.rows, Freshness::Eventual).await?;
        Ok(Page { rows: deliveries.into_iter().map(|delivery| delivery.value).collect(), next: keys.next })
    }

    /// Deliveries with this outcome from `from` up to before `until`, newest first.
    pub async fn outcomes(
        &self,
        tenant: TenantId,
        outcome: Outcome,
        (from, until): (Timestamp, Timestamp),
        page: &PageRequest,
    ) -> Result<Page<Delivery>, StoreError> {
        let index = IndexOf { table: Table::Notifications, name: "by_outcome", attributes: "gsi3", pk: &outcome.pk(tenant) };
        Ok(self.query_index_between(&index, &Between { from: moment(from), until: moment(until) }, page).await?.read(self))
    }
}
