//! What messages may cost: so many to one recipient, from one sender, of one enterprise in a day. Every message passes
//! here when it is about to go out; codes have limits of their own before that ([`crate::identity::reset`]).

use jiff::SignedDuration;

use crate::address::Channel;
use crate::limit::{DAY, Kind, Limit};
use crate::silence::HeldBack;

/// What a message is, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// A code: its own limits are behind it, and its owner waits for it.
    Code,
    /// An initial password, or that an identity is offered: staff send it, as often as they open and reset.
    Opening,
    /// What its owner must hear of his account: that something changed.
    Account,
    /// News that stand in the portal or the console too.
    News,
}

/// News of one kind about one thing within this time are one message: it leads to where all of them stand.
const TOGETHER: SignedDuration = SignedDuration::from_mins(5);

/// News by SMS that somebody gets from one enterprise in a day; with the last he is told that the rest is in the portal.
pub const SMS_OF_RECIPIENT: u32 = 20;
/// News by email.
pub const EMAILS_OF_RECIPIENT: u32 = 100;
/// Initial passwords and offers that somebody gets by one channel from one enterprise in a day.
const OPENINGS_OF_RECIPIENT: u32 = 20;
/// Everything that somebody gets by one channel from one enterprise in a day, codes included.
const ALL_OF_RECIPIENT: u32 = 150;
/// Messages that one person's acts send in a day, in one enterprise.
const OF_SENDER: u32 = 1_000;
/// SMS of one enterprise in a day, codes included.
const SMS_OF_TENANT: u32 = 10_000;
/// Emails of one enterprise in a day, codes included.
const EMAILS_OF_TENANT: u32 = 50_000;

/// Whom a message goes to, why, and by whose act, as texts that are counted by.
#[derive(Debug, Clone)]
pub struct Going<'a> {
    /// The enterprise of the recipient.
    pub tenant: &'a str,
    /// By which channel.
    pub channel: Channel,
    /// Where to.
    pub address: &'a str,
    /// Whose act it tells of, if it is somebody's.
    pub sender: Option<&'a str>,
    /// The kind of event, and what it is about, if it is about something that happens again and again.
    pub about: Option<(&'a str, &'a str)>,
}

impl Worth {
    /// Everything that a message is counted by, and where it would be too many.
    pub fn limits(self, going: &Going<'_>) -> Vec<(Limit, String)> {
        let Going { tenant, channel, address, .. } = going;
        let day = |by, most| Limit { by, most, within: DAY };
        let (of_tenant, of_recipient) = match channel {
            Channel::Sms => (day(Kind::SmsOfTenant, SMS_OF_TENANT), day(Kind::NewsBySms, SMS_OF_RECIPIENT)),
            Channel::Email => (day(Kind::EmailsOfTenant, EMAILS_OF_TENANT), day(Kind::NewsByEmail, EMAILS_OF_RECIPIENT)),
        };
        let mut limits =
            vec![(of_tenant, (*tenant).to_owned()), (day(Kind::MessagesOfRecipient, ALL_OF_RECIPIENT), format!("{tenant} {address}"))];
        if self == Self::News {
            limits.push((of_recipient, format!("{tenant} {address}")));
            limits.extend(going.about.map(|(kind, thing)| {
                let once = Limit { by: Kind::NewsTogether, most: 1, within: TOGETHER };
                (once, format!("{tenant} {address} {kind} {thing}"))
            }));
        }
        if self == Self::Opening {
            limits.push((day(Kind::OpeningsOfRecipient, OPENINGS_OF_RECIPIENT), format!("{tenant} {address}")));
        }
        if self != Self::Code {
            limits.extend(going.sender.map(|sender| (day(Kind::MessagesOfSender, OF_SENDER), format!("{tenant} {sender}"))));
        }
        limits
    }
}

/// Why a message that is too many for `limit` is held back.
pub fn reason(limit: Limit) -> HeldBack {
    match limit.by {
        Kind::NewsTogether => HeldBack::ToldAlready,
        Kind::NewsBySms | Kind::NewsByEmail | Kind::OpeningsOfRecipient | Kind::MessagesOfRecipient => HeldBack::RecipientLimit,
        Kind::MessagesOfSender => HeldBack::SenderLimit,
        _ => HeldBack::SpendLimit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(worth: Worth, channel: Channel) -> Vec<(Kind, u32)> {
        let about = Some(("ticket.replied", "tkt_1"));
        let going = Going { tenant: "t", channel, address: "a", sender: Some("s"), about };
        worth.limits(&going).into_iter().map(|(limit, _)| (limit.by, limit.most)).collect()
    }

    // F7: news are what somebody can do without; nothing that others do keeps a code from its owner but the enterprise's day
    #[test]
    fn each_message_is_counted_by_what_it_is_worth() {
        let news = counted(Worth::News, Channel::Sms);
        assert!(news.contains(&(Kind::NewsBySms, 20)) && news.contains(&(Kind::NewsTogether, 1)));
        let emails = counted(Worth::News, Channel::Email);
        assert!(emails.contains(&(Kind::NewsByEmail, 100)) && emails.contains(&(Kind::EmailsOfTenant, 50_000)));
        for number in [(Kind::SmsOfTenant, 10_000), (Kind::MessagesOfRecipient, 150), (Kind::MessagesOfSender, 1_000)] {
            assert!(news.contains(&number), "{number:?}");
        }
        assert_eq!(TOGETHER.as_mins(), 5);
        let kinds = |worth| counted(worth, Channel::Sms).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds(Worth::Account), [Kind::SmsOfTenant, Kind::MessagesOfRecipient, Kind::MessagesOfSender]);
        assert_eq!(kinds(Worth::Code), [Kind::SmsOfTenant, Kind::MessagesOfRecipient]);
        assert!(counted(Worth::Opening, Channel::Sms).contains(&(Kind::OpeningsOfRecipient, 20)));
    }
}
