//! What somebody does not want to be told, and how.
//!
//! Only what is convenient can be turned off. What tells the owner of a change to his account always goes out, and
//! so does a code: no topic has those. Notices in the portal stay too: they disturb nobody, and who turned all
//! messages off finds there what happened.

use serde::{Deserialize, Serialize};

use crate::address::Channel;

/// What can be turned off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Progress of the own tickets; to customers, by the ticket's reply method.
    Tickets,
    /// Ratings of tickets that one completed; to staff, by email.
    Ratings,
    /// Requests to open an account: to decide them, and what became of the own ones; to staff, by email.
    AccountRequests,
}

impl Topic {
    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Ratings => "ratings",
            Self::AccountRequests => "account_requests",
        }
    }
}

/// One topic by one channel, turned off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Muted {
    /// What.
    pub topic: Topic,
    /// By which channel.
    pub channel: Channel,
}
