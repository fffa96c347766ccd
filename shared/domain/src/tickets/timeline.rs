//! The timeline of a ticket: who did what, when, and what was said. It is the ticket's record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::rating::{Comment, Stars};
use super::{ReplyMethod, TicketState};
use crate::id::{IdentityId, QueueId};
use crate::text::{Name, Paragraphs, Remark};

/// What people write to each other about a ticket.
pub type Message = Paragraphs<4000>;

/// One thing that happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the timeline, counted from 0 without gaps.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// The ticket's state after it.
    pub state: TicketState,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// Who did something, as he was called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// His identity; nobody's where time did it.
    pub identity_id: Option<IdentityId>,
    /// His name.
    pub name: Option<Name>,
    /// On which side.
    pub side: Side,
}

/// The sides of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer, or with whom he shares the ticket.
    Customer,
    /// Staff.
    Staff,
    /// Nobody: time passed.
    System,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// It was submitted.
    Submitted,
    /// An agent accepted it 受理.
    Accepted,
    /// The customer urged 催单.
    Urged,
    /// The customer withdrew it 撤销.
    Withdrawn,
    /// An agent replied.
    Replied {
        /// What he wrote.
        text: Message,
    },
    /// Staff noted something for themselves.
    Noted {
        /// What.
        text: Message,
    },
    /// The agent asked the customer.
    Asked {
        /// What.
        text: Message,
    },
    /// The customer answered or commented.
    Answered {
        /// What he wrote.
        text: Message,
    },
    /// Another agent has it now.
    Assigned {
        /// His identity.
        agent: IdentityId,
        /// His name.
        agent_name: Name,
        /// Why, for staff.
        reason: Remark,
    },
    /// It waits in another queue now.
    Requeued {
        /// The queue that it left.
        from: QueueId,
        /// Its name.
        from_name: Name,
        /// The queue that it joined.
        to: QueueId,
        /// Its name.
        to_name: Name,
        /// Why, for staff; nothing where its queue was stopped.
        reason: Option<Remark>,
    },
    /// The agent completed it.
    Completed {
        /// The handling reply 处理回复.
        reply: Message,
        /// The acceptance information 受理信息.
        information: Option<Message>,
    },
    /// It was re-opened.
    Reopened {
        /// Why.
        reason: Remark,
    },
    /// The time to re-open it passed.
    Closed,
    /// The customer rated it 评价, or changed the rating.
    Rated {
        /// 1 to 5.
        stars: Stars,
        /// What he wrote.
        comment: Option<Comment>,
    },
    /// It was shared 分享.
    Shared {
        /// With whom.
        with: IdentityId,
        /// His name.
        with_name: Name,
        /// Whether he may comment.
        may_comment: bool,
    },
    /// A share was taken back.
    Unshared {
        /// Whose.
        with: IdentityId,
        /// His name.
        with_name: Name,
    },
    /// Progress is told elsewhere 回复方式.
    ReplyMethodChanged {
        /// Where.
        to: ReplyMethod,
    },
}

impl What {
    /// Whether the customer may see it; notes are for staff.
    pub fn is_public(&self) -> bool {
        !matches!(self, Self::Noted { .. })
    }
}
