//! Typed, prefixed, time-ordered ids: `tkt_01j9z…`. A contact id never fits where a ticket id is wanted.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ulid::Ulid;

use crate::time::Entropy;

/// What an [`Id`] names. Implemented by the marker types of this module only.
pub trait Kind {
    /// Three letters in front of the underscore. Stored and public: it must never change.
    const PREFIX: &'static str;
}

/// An id of one kind of thing: the prefix, an underscore and a lower-case ULID.
///
/// Ids of one kind sort by the moment they were made, to the millisecond.
pub struct Id<K> {
    ulid: Ulid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Makes a new id for `now`; 80 of its bits are random.
    pub fn new(now: Timestamp, entropy: &dyn Entropy) -> Self {
        let mut random = [0_u8; 16];
        entropy.fill(&mut random);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Self::from_ulid(Ulid::from_parts(millis, u128::from_be_bytes(random)))
    }

    /// The smallest id made at `at`: a bound for "older than" queries over sorted ids.
    pub fn floor(at: Timestamp) -> Self {
        Self::from_ulid(Ulid::from_parts(u64::try_from(at.as_millisecond()).unwrap_or(0), 0))
    }

    /// A number made of the id's random bits, to spread ids evenly over shards.
    pub fn spread(&self) -> u64 {
        u64::try_from(self.ulid.random() & u128::from(u64::MAX)).unwrap_or(0)
    }

    /// A text by which things of this kind sort by the moment `at` instead of the one their id was made.
    pub fn sorted_by(&self, at: Timestamp) -> String {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Ulid::from_parts(millis, self.ulid.random()).to_string().to_ascii_lowercase()
    }

    /// The smallest text that [`Id::sorted_by`] gives for the moment `at`.
    pub fn sorted_from(at: Timestamp) -> String {
        Ulid::from_parts(u64::try_from(at.as_millisecond()).unwrap_or(0), 0).to_string().to_ascii_lowercase()
    }

    fn from_ulid(ulid: Ulid) -> Self {
        Self { ulid, kind: PhantomData }
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.ulid == other.ulid
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ulid.cmp(&other.ulid)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ulid.hash(state);
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.ulid.to_string().to_ascii_lowercase())
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an id of the kind wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {0}_…")]
pub struct NotAnId(&'static str);

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let malformed = NotAnId(K::PREFIX);
        let rest = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(malformed)?;
        let ulid = Ulid::from_string(rest).map_err(|_| malformed)?;
        let id = Self::from_ulid(ulid);
        // One spelling per id: an upper-case or aliased one would be another key for the same thing.
        if id.to_string() == text { Ok(id) } else { Err(malformed) }
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Marker types, one per kind of id.
pub mod kind {
    use super::Kind;

    /// A person's global account.
    pub enum Account {}
    /// The binding of an account to a tenant.
    pub enum Identity {}
    /// An enterprise using Foyer.
    pub enum Tenant {}
    /// The top of the external hierarchy.
    pub enum Dimension {}
    /// An external organisation.
    pub enum Organisation {}
    /// An external contact.
    pub enum Contact {}
    /// A customer.
    pub enum Customer {}
    /// A request to open an account.
    pub enum AccountRequest {}
    /// A queue of tickets.
    pub enum Queue {}
    /// A ticket.
    pub enum Ticket {}
    /// A domain event.
    pub enum Event {}
    /// An entry of the audit.
    pub enum Audit {}
    /// A session.
    pub enum Session {}
    /// A file of a ticket.
    pub enum Attachment {}

    impl Kind for Account {
        const PREFIX: &'static str = "acc";
    }
    impl Kind for Identity {
        const PREFIX: &'static str = "idn";
    }
    impl Kind for Tenant {
        const PREFIX: &'static str = "ten";
    }
    impl Kind for Dimension {
        const PREFIX: &'static str = "dim";
    }
    impl Kind for Organisation {
        const PREFIX: &'static str = "org";
    }
    impl Kind for Contact {
        const PREFIX: &'static str = "ctc";
    }
    impl Kind for Customer {
        const PREFIX: &'static str = "cus";
    }
    impl Kind for AccountRequest {
        const PREFIX: &'static str = "req";
    }
    impl Kind for Queue {
        const PREFIX: &'static str = "que";
    }
    impl Kind for Ticket {
        const PREFIX: &'static str = "tkt";
    }
    impl Kind for Event {
        const PREFIX: &'static str = "evt";
    }
    impl Kind for Session {
        const PREFIX: &'static str = "ses";
    }
    impl Kind for Attachment {
        const PREFIX: &'static str = "att";
    }
    impl Kind for Audit {
        const PREFIX: &'static str = "aud";
    }
}

/// Id of a global account 账号.
pub type AccountId = Id<kind::Account>;
/// Id of an identity 身份: one account in one tenant.
pub type IdentityId = Id<kind::Identity>;
/// Id of a tenant 企业.
pub type TenantId = Id<kind::Tenant>;
/// Id of a dimension 维度.
pub type DimensionId = Id<kind::Dimension>;
/// Id of an external organisation 外部组织.
pub type OrganisationId = Id<kind::Organisation>;
/// Id of an external contact 外部联系人.
pub type ContactId = Id<kind::Contact>;
/// Id of a customer 客户.
pub type CustomerId = Id<kind::Customer>;
/// Id of a request to open an account 外部账号开通申请.
pub type AccountRequestId = Id<kind::AccountRequest>;
/// Id of a ticket queue 队列.
pub type QueueId = Id<kind::Queue>;
/// Id of a ticket 工单.
pub type TicketId = Id<kind::Ticket>;
/// Id of a domain event.
pub type EventId = Id<kind::Event>;
/// Id of a session; it opens nothing, its token does.
pub type SessionId = Id<kind::Session>;
/// Id of an attachment 附件 of a ticket.
pub type AttachmentId = Id<kind::Attachment>;
/// Id of an entry of the audit.
pub type AuditId = Id<kind::Audit>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::Counting;

    #[test]
    fn an_id_reads_back_in_one_spelling_only() {
        let id = TicketId::new(Timestamp::UNIX_EPOCH, &Counting::default());
        let text = id.to_string();
        assert_eq!(text.parse(), Ok(id));
        assert!(text.to_uppercase().parse::<TicketId>().is_err());
        assert!(text.parse::<ContactId>().is_err());
        assert!("tkt_".parse::<TicketId>().is_err());
        assert!("tkt_é".parse::<TicketId>().is_err());
    }

    #[test]
    fn ids_sort_by_time() -> Result<(), jiff::Error> {
        let entropy = Counting::default();
        let early = TicketId::new(Timestamp::from_millisecond(1_000)?, &entropy);
        let late = TicketId::new(Timestamp::from_millisecond(2_000)?, &entropy);
        assert!(early.to_string() < late.to_string());
        assert!(early < TicketId::floor(Timestamp::from_millisecond(1_001)?));
        Ok(())
    }
}
