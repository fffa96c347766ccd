//! Why a message is held back instead of sent (decision 13; F6), and why one that was sent came back (F34).

use serde::{Deserialize, Serialize};

/// Why a message was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBack {
    /// The recipient's identity is suspended 离职.
    IdentityOffboarded,
    /// The recipient's identity is deleted.
    IdentityDeleted,
    /// The recipient has no address on the channel.
    NoAddress,
    /// The initial password was replaced meanwhile.
    PasswordReplaced,
    /// The initial password expired meanwhile.
    PasswordExpired,
    /// The code expired meanwhile.
    CodeExpired,
    /// The tenant's codes or messages of the day are used up.
    SpendLimit,
    /// The recipient got as much today as anybody gets.
    RecipientLimit,
    /// Whoever's act it tells of sent as much today as anybody may.
    SenderLimit,
    /// The recipient was told the same of the same a moment ago.
    ToldAlready,
    /// The ticket does not wait any more.
    NotWaiting,
    /// SMS are not sent to numbers of that country.
    CountryNotAllowed,
    /// Nothing arrives at the address.
    AddressUndeliverable,
    /// The address's owner wants no messages.
    RecipientObjected,
    /// The recipient turned such messages off on the channel.
    TurnedOff,
}

/// Why a message that the channel took came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Returned {
    /// Nothing arrives at the address.
    AddressUndeliverable,
    /// The address's owner complained of it, or has opted out.
    RecipientObjected,
    /// It did not get through, for a reason that may pass: a full mailbox, a phone that is off, a carrier's filter.
    NotReached,
}

impl Returned {
    /// What it holds against the address, if it will not pass.
    pub fn fault(self) -> Option<AddressFault> {
        match self {
            Self::AddressUndeliverable => Some(AddressFault::Undeliverable),
            Self::RecipientObjected => Some(AddressFault::Objected),
            Self::NotReached => None,
        }
    }

    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddressUndeliverable => "address_undeliverable",
            Self::RecipientObjected => "recipient_objected",
            Self::NotReached => "not_reached",
        }
    }
}

/// Why an address is not written to any more, until it is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressFault {
    /// Nothing arrives there: email came back for good, or the number is none or takes no SMS.
    Undeliverable,
    /// Its owner complained of a message, or opted out.
    Objected,
}

impl From<AddressFault> for HeldBack {
    fn from(fault: AddressFault) -> Self {
        match fault {
            AddressFault::Undeliverable => Self::AddressUndeliverable,
            AddressFault::Objected => Self::RecipientObjected,
        }
    }
}

impl HeldBack {
    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IdentityOffboarded => "identity_offboarded",
            Self::IdentityDeleted => "identity_deleted",
            Self::NoAddress => "no_address",
            Self::PasswordReplaced => "password_replaced",
            Self::PasswordExpired => "password_expired",
            Self::CodeExpired => "code_expired",
            Self::SpendLimit => "spend_limit",
            Self::RecipientLimit => "recipient_limit",
            Self::SenderLimit => "sender_limit",
            Self::ToldAlready => "told_already",
            Self::NotWaiting => "not_waiting",
            Self::CountryNotAllowed => "country_not_allowed",
            Self::AddressUndeliverable => "address_undeliverable",
            Self::RecipientObjected => "recipient_objected",
            Self::TurnedOff => "turned_off",
        }
    }
}
