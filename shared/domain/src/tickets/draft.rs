//! Drafts 草稿 (S001-13): a form that is not complete, of one identity, seen by nobody else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ReplyMethod;
use super::ticket::{Description, Title};
use crate::id::{IdentityId, QueueId, TenantId, TicketId};

/// A ticket that was not submitted. It becomes one under its own id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The id of the ticket to be.
    pub ticket_id: TicketId,
    /// Whose it is: drafts of one identity are not another's (S001-5).
    pub author: IdentityId,
    /// Title.
    pub title: Option<Title>,
    /// Description.
    pub description: Option<Description>,
    /// The queue.
    pub queue_id: Option<QueueId>,
    /// Where progress is to be told.
    pub reply_method: Option<ReplyMethod>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// A draft with everything that a ticket needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    /// Title.
    pub title: Title,
    /// Description.
    pub description: Description,
    /// The queue.
    pub queue_id: QueueId,
    /// Where progress is told.
    pub reply_method: ReplyMethod,
}

impl Draft {
    /// What it says, or the fields that are missing.
    pub fn complete(&self) -> Result<Complete, Vec<&'static str>> {
        if let (Some(title), Some(description), Some(queue_id), Some(reply_method)) =
            (&self.title, &self.description, self.queue_id, self.reply_method)
        {
            return Ok(Complete { title: title.clone(), description: description.clone(), queue_id, reply_method });
        }
        let fields = [
            ("title", self.title.is_some()),
            ("description", self.description.is_some()),
            ("queue_id", self.queue_id.is_some()),
            ("reply_method", self.reply_method.is_some()),
        ];
        Err(fields.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect())
    }
}
