//! So many within a time: of what costs money, or is somebody's patience.

use jiff::SignedDuration;

/// What is counted. A kind is a counter of its own, whatever is counted by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Codes that one source asks for with one name.
    CodesOfAsker,
    /// Codes that one account asks for.
    CodesOfAccount,
    /// Codes that were sent because one source asked.
    CodesOfSource,
    /// Codes that were sent to one block of numbers.
    CodesOfBlock,
    /// Codes that were sent for one name.
    CodesOfName,
    /// Questions of a source that sent nothing.
    UnsentOfSource,
    /// Questions for a block that sent nothing.
    UnsentOfBlock,
    /// Questions for a name that sent nothing.
    UnsentOfName,
    /// Codes that were sent to people of one enterprise.
    CodesOfTenant,
    /// Resets of one account by staff.
    Resets,
    /// SMS to people of one enterprise.
    SmsOfTenant,
    /// Emails to people of one enterprise.
    EmailsOfTenant,
    /// Messages of one enterprise to one address.
    MessagesOfRecipient,
    /// News by SMS of one enterprise to one number.
    NewsBySms,
    /// News by email of one enterprise to one address.
    NewsByEmail,
    /// Initial passwords and offers of one enterprise to one address.
    OpeningsOfRecipient,
    /// News of one kind about one thing.
    NewsTogether,
    /// Messages that one person's acts send.
    MessagesOfSender,
    /// That the use of one account by two people was told.
    SharedUse,
}

impl Kind {
    /// The name in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodesOfAsker => "code-asker",
            Self::CodesOfAccount => "code-account",
            Self::CodesOfSource => "code-source",
            Self::CodesOfBlock => "code-block",
            Self::CodesOfName => "code-name",
            Self::UnsentOfSource => "unsent-source",
            Self::UnsentOfBlock => "unsent-block",
            Self::UnsentOfName => "unsent-name",
            Self::CodesOfTenant => "code-tenant",
            Self::Resets => "reset",
            Self::SmsOfTenant => "sms-tenant",
            Self::EmailsOfTenant => "email-tenant",
            Self::MessagesOfRecipient => "message-recipient",
            Self::NewsBySms => "news-sms",
            Self::NewsByEmail => "news-email",
            Self::OpeningsOfRecipient => "opening-recipient",
            Self::NewsTogether => "news-together",
            Self::MessagesOfSender => "message-sender",
            Self::SharedUse => "shared-use",
        }
    }
}

/// So many within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted.
    pub by: Kind,
    /// How many.
    pub most: u32,
    /// Within how long.
    pub within: SignedDuration,
}

impl Limit {
    /// Names its counter: one that begins anew after another time is another.
    pub fn counter(&self) -> String {
        format!("{}-{}", self.by.as_str(), self.within.as_mins())
    }
}

/// A quarter of an hour.
pub const SHORT: SignedDuration = SignedDuration::from_mins(15);
/// A day.
pub const DAY: SignedDuration = SignedDuration::from_hours(24);
