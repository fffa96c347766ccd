//! A ticket and its life (decision 7): one transition table, everything else is refused.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::departures::Lane;
use super::number::TicketNumber;
use super::rating::Rating;
use super::share::Share;
use super::targets::Aim;
use super::timeline::Message;
use crate::address::Channel;
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
}

/// Where the customer is told of progress 回复方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyMethod {
    /// 短信.
    Sms,
    /// 邮件.
    Email,
    /// Only in the portal 站内.
    Portal,
}

impl ReplyMethod {
    /// The channel outside the portal, if there is one.
    pub fn channel(self) -> Option<Channel> {
        match self {
            Self::Sms => Some(Channel::Sms),
            Self::Email => Some(Channel::Email),
            Self::Portal => None,
        }
    }
}

/// State of a ticket (decision 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// 草稿.
    Draft,
    /// 待受理.
    Waiting,
    /// 处理中.
    InProgress,
    /// 待客户反馈.
    AwaitingCustomer,
    /// 已完成.
    Completed,
    /// 已撤销.
    Withdrawn,
    /// 已关闭.
    Closed,
}

impl TicketState {
    /// Somebody still has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Waiting | Self::InProgress | Self::AwaitingCustomer)
    }

    /// There is progress left to tell, so one may say where.
    pub fn takes_reply_method(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Closed)
    }
}

/// What moves a ticket from state to state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The customer submits a draft.
    Submit,
    /// An agent accepts 受理.
    Accept,
    /// The customer urges 催单.
    Urge,
    /// The customer withdraws 撤销.
    Withdraw,
    /// The agent replies.
    Reply,
    /// The agent asks the customer.
    Ask,
    /// The customer answers.
    Answer,
    /// It is given to an agent.
    Assign,
    /// It is moved to another queue.
    Requeue,
    /// The agent completes.
    Complete,
    /// The customer rates 评价.
    Rate,
    /// Somebody re-opens it, within 7 days.
    Reopen,
    /// The 7 days are over.
    Close,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 13] = [
        Self::Submit,
        Self::Accept,
        Self::Urge,
        Self::Withdraw,
        Self::Reply,
        Self::Ask,
        Self::Answer,
        Self::Assign,
        Self::Requeue,
        Self::Complete,
        Self::Rate,
        Self::Reopen,
        Self::Close,
    ];
}

/// The one transition table.
const TRANSITIONS: &[(TicketState, Move, TicketState)] = {
    use Move::{Accept, Answer, Ask, Assign, Close, Complete, Rate, Reopen, Reply, Requeue, Submit, Urge, Withdraw};
    use TicketState::{AwaitingCustomer, Closed, Completed, Draft, InProgress, Waiting, Withdrawn};
    &[
        (Draft, Submit, Waiting),
        (Waiting, Accept, InProgress),
        (Waiting, Urge, Waiting),
        (Waiting, Withdraw, Withdrawn),
        // What the customer adds while nobody asked leaves the state as it is.
        (Waiting, Answer, Waiting),
        (Waiting, Assign, InProgress),
        (Waiting, Requeue, Waiting),
        (InProgress, Reply, InProgress),
        (InProgress, Ask, AwaitingCustomer),
        (InProgress, Answer, InProgress),
        (InProgress, Assign, InProgress),
        (InProgress, Requeue, Waiting),
        (InProgress, Complete, Completed),
        (AwaitingCustomer, Reply, AwaitingCustomer),
        (AwaitingCustomer, Answer, InProgress),
        (AwaitingCustomer, Assign, AwaitingCustomer),
        (AwaitingCustomer, Requeue, Waiting),
        (AwaitingCustomer, Complete, Completed),
        (Completed, Rate, Completed),
        (Completed, Reopen, Waiting),
        (Completed, Close, Closed),
        (Closed, Rate, Closed),
    ]
};

/// The ticket is not in a state that allows the move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ticket that is {from:?} does not allow {attempted:?}")]
pub struct IllegalMove {
    /// The state it is in.
    pub from: TicketState,
    /// What was tried.
    pub attempted: Move,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Waiting, Self::InProgress, Self::AwaitingCustomer, Self::Completed, Self::Withdrawn, Self::Closed];

    /// The state after `attempted`.
    pub fn after(self, attempted: Move) -> Result<Self, IllegalMove> {
        let row = TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == attempted);
        row.map(|(_, _, to)| *to).ok_or(IllegalMove { from: self, attempted })
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

#[cfg(test)]
mod tests {
    use super::*;

    // F9: a state is left only by the moves of the table, and the ends have none
    #[test]
    fn the_table_is_a_function_and_ends_end() {
        for (from, by, to) in TRANSITIONS {
            assert_eq!(from.after(*by), Ok(*to));
        }
        // a closed ticket can still be rated, and stays closed (F13)
        for end in [TicketState::Withdrawn, TicketState::Closed] {
            assert!(TRANSITIONS.iter().all(|(from, _, to)| *from != end || *to == end));
        }
        assert_eq!(
            TicketState::InProgress.after(Move::Accept),
            Err(IllegalMove { from: TicketState::InProgress, attempted: Move::Accept })
        );
    }
}
