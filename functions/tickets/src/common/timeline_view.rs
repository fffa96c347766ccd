//! How an entry of a timeline looks on the wire.

use foyer_domain::tickets::TicketState;
use foyer_domain::tickets::timeline::{Author, Entry, Side, What};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::views::{QueueView, Whom};

/// An entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineEntry {
    /// Its place in the timeline, counted from 0. Customers do not see all of them.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who; absent where time did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AuthorView>,
    /// `submitted`, `accepted`, `urged`, `withdrawn`, `replied`, `noted` (staff only), `asked`, `answered`,
    /// `assigned`, `requeued`, `completed`, `reopened`, `closed`, `rated`, `shared`, `unshared` or
    /// `reply_method_changed`.
    pub what: &'static str,
    /// The ticket's state after it.
    #[schemars(with = "String")]
    pub state: TicketState,
    /// What was said: of `replied`, `noted`, `asked`, `answered`; the handling reply of `completed`; the comment
    /// of `rated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The acceptance information of `completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_information: Option<String>,
    /// Why: of `reopened`, and for staff of `assigned` and `requeued`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// To whom it was `assigned`, or with whom it was `shared` or is not any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whom: Option<Whom>,
    /// Whether he may comment, of `shared`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_comment: Option<bool>,
    /// The queue that it left, of `requeued`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_queue: Option<QueueView>,
    /// The queue that it joined, of `requeued`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_queue: Option<QueueView>,
    /// 1 to 5, of `rated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// `sms`, `email` or `portal`, of `reply_method_changed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub reply_method: Option<foyer_domain::tickets::ReplyMethod>,
}

/// Who wrote an entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AuthorView {
    /// His identity.
    pub identity_id: String,
    /// His name then.
    pub name: String,
    /// `customer` or `staff`.
    pub side: &'static str,
}

impl TimelineEntry {
    /// The view of `entry`; `internal` is the one of staff.
    pub fn of(entry: Entry, internal: bool) -> Self {
        let mut view = Self {
            seq: entry.seq,
            at: entry.at.to_string(),
            by: AuthorView::of(&entry.by),
            what: "",
            state: entry.state,
            text: None,
            acceptance_information: None,
            reason: None,
            whom: None,
            may_comment: None,
            from_queue: None,
            to_queue: None,
            stars: None,
            reply_method: None,
        };
        view.fill(entry.what, internal);
        view
    }

    fn fill(&mut self, what: What, internal: bool) {
        self.what = name(&what);
        match what {
            What::Submitted | What::Accepted | What::Urged | What::Withdrawn | What::Closed => {}
            What::Replied { text } | What::Noted { text } | What::Asked { text } | What::Answered { text } => {
                self.text = Some(text.into());
            }
            What::Assigned { agent, agent_name, reason } => {
                self.whom = Some(Whom { identity_id: agent.to_string(), name: agent_name.into() });
                self.reason = internal.then(|| reason.into());
            }
            What::Requeued { from, from_name, to, to_name, reason } => {
                self.from_queue = Some(QueueView { queue_id: from.to_string(), name: from_name.into() });
                self.to_queue = Some(QueueView { queue_id: to.to_string(), name: to_name.into() });
                self.reason = reason.filter(|_| internal).map(Into::into);
            }
            What::Completed { reply, information } => {
                self.text = Some(reply.into());
                self.acceptance_information = information.map(Into::into);
            }
            What::Reopened { reason } => self.reason = Some(reason.into()),
            What::Rated { stars, comment } => {
                self.stars = Some(stars.into());
                self.text = comment.map(Into::into);
            }
            What::Shared { with, with_name, may_comment } => {
                self.whom = Some(Whom { identity_id: with.to_string(), name: with_name.into() });
                self.may_comment = Some(may_comment);
            }
            What::Unshared { with, with_name } => self.whom = Some(Whom { identity_id: with.to_string(), name: with_name.into() }),
            What::ReplyMethodChanged { to } => self.reply_method = Some(to),
        }
    }
}

fn name(what: &What) -> &'static str {
    match what {
        What::Submitted => "submitted",
        What::Accepted => "accepted",
        What::Urged => "urged",
        What::Withdrawn => "withdrawn",
        What::Replied { .. } => "replied",
        What::Noted { .. } => "noted",
        What::Asked { .. } => "asked",
        What::Answered { .. } => "answered",
        What::Assigned { .. } => "assigned",
        What::Requeued { .. } => "requeued",
        What::Completed { .. } => "completed",
        What::Reopened { .. } => "reopened",
        What::Closed => "closed",
        What::Rated { .. } => "rated",
        What::Shared { .. } => "shared",
        What::Unshared { .. } => "unshared",
        What::ReplyMethodChanged { .. } => "reply_method_changed",
    }
}

impl AuthorView {
    fn of(author: &Author) -> Option<Self> {
        let side = match author.side {
            Side::Customer => "customer",
            Side::Staff => "staff",
            Side::System => return None,
        };
        Some(Self { identity_id: author.identity_id?.to_string(), name: author.name.clone()?.into(), side })
    }
}
