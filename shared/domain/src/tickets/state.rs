//! The states of a ticket (decision 7): one transition table, everything else is refused.

use serde::{Deserialize, Serialize};

use crate::address::Channel;

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
    /// The name in answers and keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::InProgress => "in_progress",
            Self::AwaitingCustomer => "awaiting_customer",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

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
