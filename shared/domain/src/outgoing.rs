//! An event on its way out of a change: what the store keeps and the publisher sends, unread by either.

use crate::id::EventId;

/// An event that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingEvent {
    /// The event's id.
    pub event_id: EventId,
    /// Its type, like `account.opened`.
    pub event_type: String,
    /// The version of its shape.
    pub event_version: u32,
    /// The tenant it belongs to.
    pub tenant: String,
    /// The whole event as JSON.
    pub body: String,
}
