//! Attachments of tickets and drafts (table `tickets`): one row for all files of one ticket, so that their
//! number is decided at one version; and what is to be looked at, and removed, when its time comes.
//!
//! A file is in S3 before it is an attachment, and may still be there when it is none any more. So each
//! change that may leave a file behind writes a [`Leftover`] in the same transaction, and `sweep-attachments`
//! removes the files of those that are due, unless they are attachments.

use foyer_domain::id::{AttachmentId, TenantId, TicketId};
use foyer_domain::tickets::attachment::UPLOAD_OVER;
use foyer_domain::tickets::{Attachment, Attachments, Draft};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::due::moment;
use crate::entity::read;
use crate::key::LEFTOVERS;
use crate::{Clash, Commit, Due, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Attachments {
    const KIND: &'static str = "attachments";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::attachments(self.tenant_id, self.ticket_id)
    }
}

/// Files that may be left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The ticket that they were meant for.
    pub ticket_id: TicketId,
    /// The first of them, which names the row.
    pub first: AttachmentId,
    /// The others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<AttachmentId>,
    /// When to look at them.
    pub due: Timestamp,
}

impl Entity for Leftover {
    const KIND: &'static str = "leftover";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::leftover(&moment(self.due), self.first)
    }
}

impl Leftover {
    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = AttachmentId> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// The attachments of a ticket, as they were read.
#[derive(Debug, Clone)]
pub struct AttachmentsRead {
    /// They.
    pub value: Attachments,
    /// The version of their row, if there is one.
    version: Option<u64>,
}

impl Store {
    /// The attachments of a ticket or a draft.
    pub async fn attachments(&self, tenant: TenantId, ticket: TicketId) -> Result<AttachmentsRead, StoreError> {
        let read: Option<Versioned<Attachments>> = self.get(&Key::attachments(tenant, ticket)).await?;
        Ok(match read {
            Some(Versioned { value, version }) => AttachmentsRead { value, version: Some(version) },
            None => AttachmentsRead { value: Attachments::none(tenant, ticket), version: None },
        })
    }

    /// What is to be looked at by `now`, a part of it.
    pub async fn leftovers(&self, now: Timestamp, after: Option<&str>) -> Result<Due<Leftover>, StoreError> {
        let to = format!("{}~", moment(now));
        self.due_by_key((Table::Tickets, LEFTOVERS), &to, after, |item| read(item).map(|read| read.value)).await
    }

    /// Forgets what was looked at.
    pub async fn forget_leftover(&self, leftover: &Leftover) -> Result<(), StoreError> {
        self.delete(Table::Tickets, &leftover.key()).await
    }
}

impl Commit {
    /// Adds a file that is begun. `draft`: what it is added to is that draft, and is still there.
    pub fn begin_attachment(self, read: &AttachmentsRead, next: &Attachments, file: &Attachment, draft: Option<&Versioned<Draft>>) -> Self {
        let commit = self.change_attachments(read, next).leave_behind(next, vec![file.attachment_id], file.begun_at + UPLOAD_OVER);
        match draft {
            Some(draft) => commit.unchanged(draft),
            None => commit,
        }
    }

    /// Writes the attachments over those that were read.
    pub fn change_attachments(self, read: &AttachmentsRead, next: &Attachments) -> Self {
        match read.version {
            Some(version) => self.replace(&Versioned { value: read.value.clone(), version }, next),
            None => self.create(next, Clash::Stale),
        }
    }

    /// Takes an attachment away, and its file soon after.
    pub fn remove_attachment(self, read: &AttachmentsRead, id: AttachmentId, now: Timestamp) -> Self {
        self.change_attachments(read, &read.value.without(id)).leave_behind(&read.value, vec![id], now)
    }

    /// Removes a draft as it was read, and with it what is attached to it.
    pub fn remove_draft_with(self, draft: &Versioned<Draft>, attached: &AttachmentsRead, now: Timestamp) -> Self {
        let commit = self.remove_draft(draft);
        let ids = attached.value.files.iter().map(|file| file.attachment_id).collect();
        match attached.version {
            Some(version) => {
                let read = Versioned { value: attached.value.clone(), version };
                commit.remove_read(&read, Clash::Stale).leave_behind(&attached.value, ids, now)
            }
            None => commit.absent::<Attachments>(&attached.value.key(), Clash::Stale),
        }
    }

    /// Has files looked at when they are due.
    fn leave_behind(self, of: &Attachments, ids: Vec<AttachmentId>, due: Timestamp) -> Self {
        let mut ids = ids.into_iter();
        match ids.next() {
            Some(first) => {
                let left = Leftover { tenant_id: of.tenant_id, ticket_id: of.ticket_id, first, others: ids.collect(), due };
                self.put_over(&left)
            }
            None => self,
        }
    }
}
