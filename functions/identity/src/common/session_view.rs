//! How sessions look on the wire.

use foyer_domain::id::SessionId;
use foyer_store::sessions::SessionRow;
use schemars::JsonSchema;
use serde::Serialize;

/// A session, on one device.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionView {
    /// Its id. It opens nothing.
    pub session_id: String,
    /// The identity that it acts as.
    pub identity_id: String,
    /// What the device calls itself.
    pub device: String,
    /// The network address that it began from.
    pub source: String,
    /// When its owner logged in.
    pub created_at: String,
    /// When it was last used: to the minute for staff, to the hour for customers.
    pub last_seen_at: String,
    /// When it ends at the latest.
    pub expires_at: String,
    /// It is the one that asks.
    pub current: bool,
}

impl SessionView {
    /// The view of `row` for the session `asking`.
    pub fn of(row: &SessionRow, asking: Option<SessionId>) -> Self {
        let session = &row.session;
        Self {
            session_id: session.session_id.to_string(),
            identity_id: session.identity_id.to_string(),
            device: session.device.as_str().to_owned(),
            source: session.source.clone(),
            created_at: session.created_at.to_string(),
            last_seen_at: session.last_seen_at.to_string(),
            expires_at: session.expires_at.to_string(),
            current: asking == Some(session.session_id),
        }
    }
}
