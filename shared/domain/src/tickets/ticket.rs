//! A ticket.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::departures::Lane;
use super::number::TicketNumber;
use super::queue::Aim;
use super::rating::Rating;
use super::share::Share;
use super::state::{ReplyMethod, TicketState};
use super::timeline::Message;
use crate::directory::Party;
use crate::id::{AccountId, IdentityId, QueueId, TenantId, TicketId};
use crate::text::{Line, Name, Paragraphs, Remark};

/// A ticket 工单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub ticket_id: TicketId,
    /// What people call it 工单号. It stays for life.
    pub ticket_number: TicketNumber,
    /// Its queue.
    pub queue_id: QueueId,
    /// The queue's name when it joined.
    pub queue_name: Name,
    /// The lane of the queue that it waits in, or waited in.
    #[serde(default, skip_serializing_if = "Lane::is_normal")]
    pub lane: Lane,
    /// The number that the lane handed out, counted from 0; the place is computed from it.
    pub number: u64,
    /// Title 标题.
    pub title: Title,
    /// Description 描述.
    pub description: Description,
    /// Where progress is told 回复方式 (S001-10).
    pub reply_method: ReplyMethod,
    /// The state.
    pub state: TicketState,
    /// The identity that submitted it: a customer's, or one of staff (ET-4).
    pub submitter: IdentityId,
    /// The submitter's account, where the sender finds his address.
    pub submitter_account: AccountId,
    /// Whom the submitter stands for; nobody, if he is staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The submitter's name.
    pub submitter_name: Name,
    /// That it is urgent, while it waits in the urgent lane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<Urgency>,
    /// How many waited when it joined the queue, as long as it waits and its customer was not told that it is
    /// nearly its turn: who joins near the head need not be told, and nobody is told twice in one wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_behind: Option<u64>,
    /// Who accepted it 受理人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptor: Option<Acceptance>,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// When it joined its queue again: re-opened, or from another queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requeued_at: Option<Timestamp>,
    /// When its submitter urged 催单, since it joined the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urged: Option<Urge>,
    /// Targets of its queue that it missed since it joined (F32).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub missed: BTreeSet<Aim>,
    /// How it was completed; the last time, if it was re-opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion: Option<Completion>,
    /// With whom it is shared 分享.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// Entries of its timeline that are rows; [`Ticket::pending`] are those that are not yet.
    pub written: u64,
}

/// A ticket's title.
pub type Title = Line<120>;
/// A ticket's description.
pub type Description = Paragraphs<4000>;

/// That a ticket is urgent 加急, who said so, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urgency {
    /// The agent's identity.
    pub by: IdentityId,
    /// His name.
    pub by_name: Name,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Remark,
}

/// Who accepted a ticket, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The agent's identity.
    pub by: IdentityId,
    /// His name.
    pub by_name: Name,
    /// When.
    pub at: Timestamp,
    /// Its place in the ticket's timeline.
    pub entry: u64,
}

/// That the customer does not want to wait any more 催单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urge {
    /// When he said so last.
    pub at: Timestamp,
    /// How often, since the ticket joined its queue.
    pub times: u32,
}

/// How a ticket was completed (S001-20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// The agent's identity.
    pub by: IdentityId,
    /// His name.
    pub by_name: Name,
    /// When.
    pub at: Timestamp,
    /// The handling reply 处理回复.
    pub reply: Message,
    /// The acceptance information 受理信息.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub information: Option<Message>,
    /// What the customer thinks of it 评价.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

impl Ticket {
    /// What the customer thinks of the last completion.
    pub fn stars(&self) -> Option<u8> {
        Some(self.completion.as_ref()?.rating.as_ref()?.stars.into())
    }

    /// Whether `agent` works on it: he accepted it, and it is neither over nor waiting again.
    pub fn is_in_hands_of(&self, agent: IdentityId) -> bool {
        let in_hands = matches!(self.state, TicketState::InProgress | TicketState::AwaitingCustomer);
        in_hands && self.acceptor.as_ref().is_some_and(|acceptance| acceptance.by == agent)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::id::Id;
    use crate::tickets::QueueCode;
    use crate::time::testing::Counting;

    /// A ticket that waits.
    pub(crate) fn ticket(entropy: &Counting) -> Ticket {
        let start = Timestamp::UNIX_EPOCH;
        let line = |text: &str| text.to_owned().try_into().unwrap();
        Ticket {
            tenant_id: Id::new(start, entropy),
            ticket_id: Id::new(start, entropy),
            ticket_number: TicketNumber::new(QueueCode(1), 0),
            queue_id: Id::new(start, entropy),
            queue_name: line("售后"),
            lane: Lane::Normal,
            number: 0,
            title: "打印机".to_owned().try_into().unwrap(),
            description: "坏了".to_owned().try_into().unwrap(),
            reply_method: ReplyMethod::Sms,
            state: TicketState::Waiting,
            submitter: Id::new(start, entropy),
            submitter_account: Id::new(start, entropy),
            party: Some(Party::Customer { customer_id: Id::new(start, entropy) }),
            submitter_name: line("王芳"),
            urgent: None,
            joined_behind: None,
            acceptor: None,
            submitted_at: start,
            requeued_at: None,
            urged: None,
            missed: BTreeSet::new(),
            completion: None,
            shares: Vec::new(),
            written: 0,
        }
    }
}
