//! How a draft looks on the wire.

use foyer_domain::tickets::{Draft, ReplyMethod};
use foyer_kit::{Edition, Problem};
use schemars::JsonSchema;
use serde::Serialize;

/// A draft 草稿. What was not filled in is absent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftView {
    /// The id of the ticket that it becomes.
    pub ticket_id: String,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// `sms`, `email` or `portal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub reply_method: Option<ReplyMethod>,
    /// When it was begun.
    pub created_at: String,
    /// When it was last changed.
    pub changed_at: String,
}

impl DraftView {
    /// The view of `draft`.
    pub fn of(draft: &Draft) -> Self {
        Self {
            ticket_id: draft.ticket_id.to_string(),
            title: draft.title.as_ref().map(ToString::to_string),
            description: draft.description.as_ref().map(ToString::to_string),
            queue_id: draft.queue_id.as_ref().map(ToString::to_string),
            reply_method: draft.reply_method,
            created_at: draft.created_at.to_string(),
            changed_at: draft.changed_at.to_string(),
        }
    }

    /// What is filled in, as who edits it saw it: on another device, perhaps.
    pub fn edition(&self) -> Result<Edition, Problem> {
        Edition::of(&(&self.ticket_id, &self.title, &self.description, &self.queue_id, self.reply_method))
    }
}
