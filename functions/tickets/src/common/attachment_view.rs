//! How an attachment looks on the wire.

use foyer_domain::tickets::{Attachment, Attachments, Ticket};
use foyer_kit::caller::Principal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::attachment_rights::{require_removal, sees_internal};
use crate::common::views::Whom;

/// An attachment 附件.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttachmentView {
    /// Its id.
    pub attachment_id: String,
    /// What it is called.
    pub name: String,
    /// What it is, like `image/png`.
    pub media_type: String,
    /// How long it is, in bytes.
    pub size: u64,
    /// Whether it is for staff alone.
    pub internal: bool,
    /// Who added it.
    pub author: Whom,
    /// When; absent while it is being uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_at: Option<String>,
    /// Whether you may take it away.
    pub may_remove: bool,
}

impl AttachmentView {
    /// The view of `file`, for somebody who may take it away or not.
    pub fn of(file: &Attachment, may_remove: bool) -> Self {
        Self {
            attachment_id: file.attachment_id.to_string(),
            name: file.name.as_str().to_owned(),
            media_type: file.media_type.as_str().to_owned(),
            size: file.size.into(),
            internal: file.internal,
            author: Whom { identity_id: file.author.to_string(), name: file.author_name.to_string() },
            added_at: file.added_at.map(|at| at.to_string()),
            may_remove,
        }
    }

    /// What is attached to the caller's draft.
    pub fn of_draft(files: &Attachments) -> Vec<Self> {
        files.added(false).map(|file| Self::of(file, true)).collect()
    }

    /// What is attached to a ticket, as far as the caller may see it.
    pub fn of_ticket(files: &Attachments, ticket: &Ticket, caller: &Principal) -> Vec<Self> {
        let shown = files.added(sees_internal(caller, ticket));
        shown.map(|file| Self::of(file, require_removal(caller, ticket, file).is_ok())).collect()
    }
}
