//! How deliveries and notices look on the wire.

use foyer_store::deliveries::{Delivery, Progress};
use schemars::JsonSchema;
use serde::Serialize;

/// What became of one message to one recipient. The address is not in it: it is not kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryView {
    /// The event told of.
    pub event_id: String,
    /// Its type, like `ticket.accepted`.
    pub event_type: String,
    /// `sms` or `email`.
    pub channel: &'static str,
    /// The identity that it was for.
    pub identity_id: String,
    /// The ticket that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<String>,
    /// `sending`, `sent`, `failed` (it is tried again), `held_back`, or `returned`: it was sent, and came back.
    pub state: &'static str,
    /// Why it failed, was held back, or came back: `address_undeliverable`, `recipient_objected` (its owner complained,
    /// or opted out) or `not_reached` (a full mailbox, a phone that is off).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How many segments the SMS has: each is paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<u32>,
    /// The identity's state when that was decided: `active`, `offboarded` or `deleted`.
    pub recipient_state: &'static str,
    /// Since when it is in its state.
    pub at: String,
}

impl DeliveryView {
    /// The view of `delivery`.
    pub fn of(delivery: Delivery) -> Self {
        let state = delivery.progress.as_str();
        let reason = match delivery.progress {
            Progress::Claimed | Progress::Sent { .. } => None,
            Progress::Failed { reason } => Some(reason),
            Progress::Suppressed { reason } => Some(reason.as_str().to_owned()),
            Progress::Returned { reason, .. } => Some(reason.as_str().to_owned()),
        };
        Self {
            event_id: delivery.event_id.to_string(),
            event_type: delivery.event_type,
            channel: delivery.channel.as_str(),
            identity_id: delivery.identity_id.to_string(),
            ticket_id: delivery.ticket_id.map(|id| id.to_string()),
            state,
            reason,
            segments: delivery.segments,
            recipient_state: delivery.recipient_state.as_str(),
            at: delivery.at.to_string(),
        }
    }
}
