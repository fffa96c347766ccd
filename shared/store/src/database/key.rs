//! Every key in one place. A key of tenant data begins with the tenant.

use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use foyer_domain::directory::{Party, RequestState};
use foyer_domain::find::{Found, Sort};
use foyer_domain::id::{
    AccountId, AccountRequestId, AttachmentId, AuditId, ContactId, CustomerId, DimensionId, EventId, IdentityId, OrganisationId, QueueId,
    TenantId, TicketId,
};
use foyer_domain::identity::LoginName;
use foyer_domain::text::Name;
use foyer_domain::tickets::figures::Scope;
use foyer_domain::tickets::{Lane, QueueCode, TicketState};
use foyer_domain::unicode::searchable;
use sha2::{Digest as _, Sha256};

use crate::item::{self, Item};

/// A row's primary key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition key.
    pub pk: String,
    /// The sort key.
    pub sk: String,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {}", self.pk, self.sk)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Outbox shards of a table: enough that no partition is hot, few enough to sweep.
pub const OUTBOX_SHARDS: u64 = 4;

impl Key {
    fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// A key that no row has.
    pub(crate) fn nothing() -> Self {
        Self::new("NOTHING", "NOTHING")
    }

    /// Which ticket a key of the ticket's partition is of.
    pub(crate) fn ticket_of(&self) -> Option<(TenantId, TicketId)> {
        let (tenant, ticket) = self.pk.strip_prefix(TENANTS)?.split_once("#TKT#")?;
        Some((tenant.parse().ok()?, ticket.parse().ok()?))
    }

    /// Which queue a key of the queue's partition is of.
    pub(crate) fn queue_of(&self) -> Option<(TenantId, QueueId)> {
        let (tenant, queue) = self.pk.strip_prefix(TENANTS)?.split_once("#QUE#")?;
        Some((tenant.parse().ok()?, queue.parse().ok()?))
    }

    /// The key of a row that was read; empty where the row has none.
    pub(crate) fn of(item: &Item) -> Self {
        let part = |name| item::text(item, name).unwrap_or("").to_owned();
        Self::new(part("pk"), part("sk"))
    }

    /// An account.
    pub fn account(account: AccountId) -> Self {
        Self::new(account_pk(account), "ACCOUNT")
    }

    /// The guard of a login name: unique over the whole system.
    pub fn login(login: &LoginName) -> Self {
        Self::new(format!("LOGIN#{login}"), "LOGIN")
    }

    /// An identity that is offered to whoever has an address.
    pub fn offer(login: &LoginName, identity: IdentityId) -> Self {
        Self::new(format!("LOGIN#{login}"), format!("OFFER#{identity}"))
    }

    /// The second factor of an account.
    pub fn second_factor(account: AccountId) -> Self {
        Self::new(account_pk(account), "SECOND_FACTOR")
    }

    /// The enrolment of a second factor that an account began.
    pub fn enrolment(account: AccountId) -> Self {
        Self::new(account_pk(account), "ENROLMENT")
    }

    /// The code that an account asked for, to have another address.
    pub fn address_code(account: AccountId) -> Self {
        Self::new(account_pk(account), "ADDRESS_CODE")
    }

    /// The picture of an identity.
    pub fn avatar(account: AccountId, identity: IdentityId) -> Self {
        Self::new(account_pk(account), format!("AVATAR#{identity}"))
    }

    /// The picture of an account, from before each identity had its own.
    pub fn account_avatar(account: AccountId) -> Self {
        Self::new(account_pk(account), "AVATAR")
    }

    /// A session, by the digest of its token.
    pub fn session(account: AccountId, digest: &str) -> Self {
        Self::new(account_pk(account), format!("SESSION#{digest}"))
    }

    /// A counter of login attempts. What is counted is hashed: it is whatever somebody typed.
    pub fn attempts(by: &str, what: &str) -> Self {
        Self::new(format!("ATTEMPTS#{by}#{}", digest(what)), "ATTEMPTS")
    }

    /// What an enterprise has opened of the portal.
    pub fn open_apps(tenant: TenantId) -> Self {
        Self::new(tenant_pk(tenant), "APPS")
    }

    /// How an enterprise shows itself.
    pub fn enterprise(tenant: TenantId) -> Self {
        Self::new(tenant_pk(tenant), "ENTERPRISE")
    }

    /// The logo of an enterprise.
    pub fn logo(tenant: TenantId) -> Self {
        Self::new(tenant_pk(tenant), "LOGO")
    }

    /// The code that was asked for with a login name.
    pub fn reset_code(login: &LoginName) -> Self {
        Self::new(format!("RESET#{}", digest(login.as_str())), "RESET")
    }

    /// A tenant.
    pub fn tenant(tenant: TenantId) -> Self {
        Self::new(tenant_pk(tenant), "TENANT")
    }

    /// The tenant made for a bootstrap key.
    pub fn bootstrap(name: &str) -> Self {
        Self::new(format!("BOOTSTRAP#{name}"), "BOOTSTRAP")
    }

    /// A dimension.
    pub fn dimension(tenant: TenantId, dimension: DimensionId) -> Self {
        Self::new(tenant_pk(tenant), format!("DIM#{dimension}"))
    }

    /// An organisation.
    pub fn organisation(tenant: TenantId, organisation: OrganisationId) -> Self {
        Self::new(tenant_pk(tenant), format!("ORG#{organisation}"))
    }

    /// A contact.
    pub fn contact(tenant: TenantId, contact: ContactId) -> Self {
        Self::new(tenant_pk(tenant), format!("CONTACT#{contact}"))
    }

    /// A customer.
    pub fn customer(tenant: TenantId, customer: CustomerId) -> Self {
        Self::new(tenant_pk(tenant), format!("CUSTOMER#{customer}"))
    }

    /// The contact or customer that an external identity stands for.
    pub fn party(tenant: TenantId, party: Party) -> Self {
        match party {
            Party::Contact { contact_id, .. } => Self::contact(tenant, contact_id),
            Party::Customer { customer_id } => Self::customer(tenant, customer_id),
        }
    }

    /// That an identity sees a contact or a customer by a relation of its own.
    pub fn sees(tenant: TenantId, identity: IdentityId, party: Party) -> Self {
        Self::new(sees_pk(tenant, identity), Self::party(tenant, party).sk)
    }

    /// Which account an identity of the tenant belongs to.
    pub fn identity(tenant: TenantId, identity: IdentityId) -> Self {
        Self::new(tenant_pk(tenant), format!("IDENTITY#{identity}"))
    }

    /// A request to open an account.
    pub fn request(tenant: TenantId, request: AccountRequestId) -> Self {
        Self::new(tenant_pk(tenant), format!("REQUEST#{request}"))
    }

    /// A staff member.
    pub fn staff(tenant: TenantId, identity: IdentityId) -> Self {
        Self::new(tenant_pk(tenant), format!("STAFF#{identity}"))
    }

    /// That a member of staff serves a queue.
    pub fn serves(tenant: TenantId, queue: QueueId, identity: IdentityId) -> Self {
        Self::new(serving_pk(tenant, queue), format!("STAFF#{identity}"))
    }

    /// A ticket.
    pub fn ticket(tenant: TenantId, ticket: TicketId) -> Self {
        Self::new(ticket_pk(tenant, ticket), "TICKET")
    }

    /// A row of a ticket's timeline, beside the ticket: its last entry.
    pub fn timeline(tenant: TenantId, ticket: TicketId, seq: u64) -> Self {
        Self::new(ticket_pk(tenant, ticket), format!("ENTRY#{seq:08}"))
    }

    /// The attachments of a ticket or a draft, beside the ticket.
    pub fn attachments(tenant: TenantId, ticket: TicketId) -> Self {
        Self::new(ticket_pk(tenant, ticket), "ATTACHMENTS")
    }

    /// Files that are to be looked at, and removed if they are no attachments; named by the first of them.
    pub fn leftover(due: &str, first: AttachmentId) -> Self {
        Self::new(LEFTOVERS, format!("{due}#{first}"))
    }

    /// What is watched of a ticket's targets, beside the ticket.
    pub fn watch(tenant: TenantId, ticket: TicketId) -> Self {
        Self::new(ticket_pk(tenant, ticket), "TARGETS")
    }

    /// That a ticket is shared with an identity; `sort` is the ticket's place in lists.
    pub fn shared_ticket(tenant: TenantId, identity: IdentityId, sort: &str) -> Self {
        Self::new(shared_pk(tenant, identity), sort)
    }

    /// A draft of an identity.
    pub fn draft(tenant: TenantId, author: IdentityId, draft: TicketId) -> Self {
        Self::new(drafts_pk(tenant, author), format!("DRAFT#{draft}"))
    }

    /// Which queue of the tenant has a code.
    pub fn queue_code(tenant: TenantId, code: QueueCode) -> Self {
        Self::new(tenant_pk(tenant), format!("CODE#{:06}", code.0))
    }

    /// Which queue of the tenant has a name.
    pub fn queue_name(tenant: TenantId, name: &Name) -> Self {
        Self::new(tenant_pk(tenant), format!("QUEUENAME#{}", digest(&searchable(name.as_str()))))
    }

    /// A queue.
    pub fn queue(tenant: TenantId, queue: QueueId) -> Self {
        Self::new(tenant_pk(tenant), format!("QUEUE#{queue}"))
    }

    /// The head of a lane: how many numbers it gave out. Both heads are read before any count of departures.
    pub fn queue_head(tenant: TenantId, queue: QueueId, lane: Lane) -> Self {
        let sk = match lane {
            Lane::Normal => "HEAD",
            Lane::Urgent => "HEAD#URGENT",
        };
        Self::new(queue_pk(tenant, queue), sk)
    }

    /// Departure counts of 64 blocks, beside the heads, so that one query reads both.
    pub fn queue_super(tenant: TenantId, queue: QueueId, lane: Lane, row: u64) -> Self {
        let kind = match lane {
            Lane::Normal => "SUPER",
            Lane::Urgent => "URGENT",
        };
        Self::new(queue_pk(tenant, queue), format!("{kind}#{row:06}"))
    }

    /// Departure bits of a block of numbers.
    pub fn queue_block(tenant: TenantId, queue: QueueId, lane: Lane, block: u64) -> Self {
        Self::new(format!("{}{}#BLOCK#{block:08}", queue_pk(tenant, queue), of_lane(lane)), "BLOCK")
    }

    /// Who owns a number of a queue.
    pub fn queue_number(tenant: TenantId, queue: QueueId, lane: Lane, number: u64) -> Self {
        Self::new(format!("{}{}#NUMBER#{number:012}", queue_pk(tenant, queue), of_lane(lane)), "NUMBER")
    }

    /// An event that is to be published.
    pub fn outbox(event: EventId) -> Self {
        Self::new(outbox_pk(event.spread() % OUTBOX_SHARDS), event.to_string())
    }

    /// The answer that was given to an idempotency key.
    pub fn idempotency(identity: IdentityId, operation: &str, key: &str) -> Self {
        Self::new(format!("IDEM#{identity}#{operation}#{}", digest(key)), "IDEM")
    }

    /// How far the hand-over of what an identity had open is.
    pub fn hand_over(tenant: TenantId, identity: IdentityId) -> Self {
        Self::new(tenant_pk(tenant), format!("HANDOVER#{identity}"))
    }

    /// Whose hand-over a key is of.
    pub(crate) fn hand_over_of(&self) -> Option<(TenantId, IdentityId)> {
        let (tenant, identity) = (self.pk.strip_prefix(TENANTS)?, self.sk.strip_prefix("HANDOVER#")?);
        Some((tenant.parse().ok()?, identity.parse().ok()?))
    }

    /// An entry of the audit.
    pub fn audit(tenant: TenantId, entry: AuditId) -> Self {
        Self::new(audit_pk(tenant), entry.to_string())
    }

    /// One message to one recipient about one event.
    pub fn delivery(tenant: TenantId, event: EventId, channel: &str, recipient: &str) -> Self {
        Self::new(format!("{}#EVT#{event}", tenant_pk(tenant)), format!("{channel}#{recipient}"))
    }

    /// Which figures of the portal home a tenant is shown.
    pub fn home_head(tenant: TenantId) -> Self {
        Self::new(format!("{}#HOME", tenant_pk(tenant)), "HEAD")
    }

    /// The figures of a scope.
    pub fn figures(tenant: TenantId, generation: u64, scope: Scope) -> Self {
        let of = match scope {
            Scope::SubmittedBy(identity) => format!("SUBMITTED#{identity}"),
            Scope::AcceptedBy(identity) => format!("ACCEPTED#{identity}"),
            Scope::InQueue(queue) => format!("QUEUE#{queue}"),
            Scope::All => "ALL".to_owned(),
        };
        Self::new(home_pk(tenant, generation), format!("FIGURES#{of}"))
    }

    /// What a ticket was counted as.
    pub fn counted_ticket(tenant: TenantId, generation: u64, ticket: TicketId) -> Self {
        Self::new(home_pk(tenant, generation), format!("TICKET#{ticket}"))
    }

    /// That a ticket in a state is shared with an identity; `sort` is the ticket's place in lists.
    pub(crate) fn shared_in_state(tenant: TenantId, generation: u64, (identity, state): (IdentityId, TicketState), sort: &str) -> Self {
        Self::new(home_pk(tenant, generation), format!("{}{sort}", shared_in_state_prefix(identity, state)))
    }

    /// The ticket that a key of what it was counted as is of.
    pub(crate) fn counted_of(&self) -> Option<TicketId> {
        self.sk.strip_prefix("TICKET#")?.parse().ok()
    }

    /// A notice to an identity about an event.
    pub fn notice(tenant: TenantId, identity: IdentityId, event: EventId) -> Self {
        Self::new(inbox_pk(tenant, identity), format!("NOTICE#{event}"))
    }

    /// The head of an identity's notices.
    pub fn inbox(tenant: TenantId, identity: IdentityId) -> Self {
        Self::new(inbox_pk(tenant, identity), "HEAD")
    }

    /// What a code in a message leads to, by the digest of the code.
    pub(crate) fn link(digest: &str) -> Self {
        Self::new(format!("LINK#{digest}"), "LINK")
    }

    /// What is kept of a record to find it; in one of so many shards.
    pub(crate) fn find_card(tenant: TenantId, found: Found, shards: u64) -> Self {
        Self::new(cards_pk(tenant, found.spread() % shards), format!("{}#{}", found.sort().as_str(), found.id()))
    }

    /// How far the rebuilding of what a tenant finds is.
    pub fn finds_head(tenant: TenantId) -> Self {
        Self::new(format!("{}#FINDS", tenant_pk(tenant)), "HEAD")
    }

    /// Which record a key is of, if it is of one that is found.
    pub(crate) fn record_of(&self) -> Option<(TenantId, Found)> {
        if self.sk == "TICKET" {
            return self.ticket_of().map(|(tenant, ticket)| (tenant, Found::Ticket(ticket)));
        }
        let tenant = self.pk.strip_prefix(TENANTS)?.parse().ok()?;
        let (sort, id) = self.sk.split_once('#')?;
        let found = match sort {
            "CONTACT" => Found::Contact(id.parse().ok()?),
            "CUSTOMER" => Found::Customer(id.parse().ok()?),
            "ORG" => Found::Organisation(id.parse().ok()?),
            "STAFF" => Found::Staff(id.parse().ok()?),
            _ => return None,
        };
        Some((tenant, found))
    }

    /// What is held against an address. It is hashed: the row outlives the account that the address was of.
    pub(crate) fn address_mark(channel: &str, digest: &str) -> Self {
        Self::new(format!("ADDRESS#{channel}#{digest}"), "MARK")
    }

    pub(crate) fn item(&self) -> Item {
        Item::from([("pk".to_owned(), AttributeValue::S(self.pk.clone())), ("sk".to_owned(), AttributeValue::S(self.sk.clone()))])
    }
}

/// Hand-overs of all tenants that are not done, by when they began.
pub(crate) const HAND_OVERS: &str = "HANDOVERS";

/// Files of all tenants that are to be looked at, by when.
pub(crate) const LEFTOVERS: &str = "LEFTOVERS";

pub(crate) fn account_pk(account: AccountId) -> String {
    format!("ACC#{account}")
}

/// What every tenant's key begins with.
pub(crate) const TENANTS: &str = "TEN#";

pub(crate) fn tenant_pk(tenant: TenantId) -> String {
    format!("{TENANTS}{tenant}")
}

pub(crate) fn audit_pk(tenant: TenantId) -> String {
    format!("{}#AUDIT", tenant_pk(tenant))
}

pub(crate) fn target_pk(tenant: TenantId, target: &str) -> String {
    format!("{}#TARGET#{target}", tenant_pk(tenant))
}

pub(crate) fn actor_pk(tenant: TenantId, actor: IdentityId) -> String {
    format!("{}#ACTOR#{actor}", tenant_pk(tenant))
}

/// Who serves a queue.
pub(crate) fn serving_pk(tenant: TenantId, queue: QueueId) -> String {
    format!("{}#SERVES#{queue}", tenant_pk(tenant))
}

pub(crate) fn sees_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#SEES#{identity}", tenant_pk(tenant))
}

/// A generation of a tenant's figures.
pub(crate) fn home_pk(tenant: TenantId, generation: u64) -> String {
    format!("{}#HOME#{generation}", tenant_pk(tenant))
}

/// Those tickets of a list that were counted in a state, in a generation of figures.
pub(crate) fn in_state_pk(list: &str, generation: u64, state: TicketState) -> String {
    format!("{list}#{generation}#{}", state.as_str())
}

/// What the keys of tickets begin with that are shared with an identity and were counted in a state.
pub(crate) fn shared_in_state_prefix(identity: IdentityId, state: TicketState) -> String {
    format!("SHARED#{identity}#{}#", state.as_str())
}

/// The notices of an identity.
pub(crate) fn inbox_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#INBOX#{identity}", tenant_pk(tenant))
}

/// What a circle finds by a beginning. That is what people typed, so it is hashed; what a row is found by stands in it
/// too, so that it does no harm should two have one digest.
pub(crate) fn finds_pk(tenant: TenantId, sort: Sort, circle: &str, beginning: &str) -> String {
    format!("{}#FIND#{}#{circle}#{}", tenant_pk(tenant), sort.as_str(), &digest(beginning)[..12])
}

/// What is kept of records to find them.
pub(crate) fn cards_pk(tenant: TenantId, shard: u64) -> String {
    format!("{}#FINDS#{shard}", tenant_pk(tenant))
}

/// What was sent or held back to an identity.
pub(crate) fn recipient_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#TO#{identity}", tenant_pk(tenant))
}

/// What was sent or held back about a ticket.
pub(crate) fn about_pk(tenant: TenantId, ticket: TicketId) -> String {
    format!("{}#ABOUT#{ticket}", tenant_pk(tenant))
}

/// What was held back.
pub(crate) fn held_back_pk(tenant: TenantId) -> String {
    format!("{}#HELD", tenant_pk(tenant))
}

/// What was sent to somebody who should hear nothing.
pub(crate) fn sent_to_stopped_pk(tenant: TenantId) -> String {
    format!("{}#STOPPED", tenant_pk(tenant))
}

/// What came back.
pub(crate) fn returned_pk(tenant: TenantId) -> String {
    format!("{}#RETURNED", tenant_pk(tenant))
}

/// What a channel gave this id. It says so of no tenant's messages in particular.
pub(crate) fn message_pk(channel: &str, message_id: &str) -> String {
    format!("MESSAGE#{channel}#{message_id}")
}

pub(crate) fn organisation_pk(tenant: TenantId, organisation: OrganisationId) -> String {
    format!("{}#ORG#{organisation}", tenant_pk(tenant))
}

pub(crate) fn speakers_pk(tenant: TenantId, customer: CustomerId) -> String {
    format!("{}#SPEAKS#{customer}", tenant_pk(tenant))
}

pub(crate) fn requests_pk(tenant: TenantId, state: RequestState) -> String {
    format!("{}#REQUESTS#{}", tenant_pk(tenant), state.as_str())
}

pub(crate) fn submitter_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#BY#{identity}", tenant_pk(tenant))
}

pub(crate) fn acceptor_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#ACCEPTED#{identity}", tenant_pk(tenant))
}

pub(crate) fn shared_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#SHARED#{identity}", tenant_pk(tenant))
}

pub(crate) fn drafts_pk(tenant: TenantId, identity: IdentityId) -> String {
    format!("{}#DRAFTS#{identity}", tenant_pk(tenant))
}

pub(crate) fn ticket_pk(tenant: TenantId, ticket: TicketId) -> String {
    format!("{}#TKT#{ticket}", tenant_pk(tenant))
}

/// Tickets that are closed when their time comes, by shard: of all tenants, for the schedule.
pub(crate) fn closing_pk(shard: u64) -> String {
    format!("CLOSING#{shard}")
}

/// Tickets whose targets are to be looked at when their time comes, by shard: of all tenants, for the schedule.
pub(crate) fn watched_pk(shard: u64) -> String {
    format!("TARGETS#{shard}")
}

/// Queues that gave out numbers of which it is not known that somebody owns them, or that are being emptied, by
/// shard: of all tenants, for the schedule.
pub(crate) fn settling_pk(shard: u64) -> String {
    format!("QUEUES#{shard}")
}

pub(crate) fn queue_pk(tenant: TenantId, queue: QueueId) -> String {
    format!("{}#QUE#{queue}", tenant_pk(tenant))
}

fn of_lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Normal => "",
        Lane::Urgent => "#URGENT",
    }
}

pub(crate) fn outbox_pk(shard: u64) -> String {
    format!("OUTBOX#{shard}")
}

/// SHA-256 in hexadecimal: for key parts that come from outside, of any length and content.
pub fn digest(text: &str) -> String {
    digest_of(text.as_bytes())
}

/// The same of any bytes.
pub fn digest_of(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        hex.extend([byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0')));
    }
    hex
}

#[cfg(test)]
mod tests {
    use foyer_domain::time::{Entropy, Timestamp};

    use super::*;
    use foyer_domain::id::Id;

    struct Zero;

    impl Entropy for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn id<K: foyer_domain::id::Kind>() -> Id<K> {
        Id::new(Timestamp::UNIX_EPOCH, &Zero)
    }

    /// Keys are what stored rows are found by: a changed one loses data. Ids are all zeros here.
    #[test]
    fn keys_never_change() {
        let login = LoginName::try_from("li.lei@example.com".to_owned()).unwrap();
        let zeros = "0".repeat(26);
        let keys = [
            (Key::account(id()), "ACC#acc_0 | ACCOUNT"),
            (Key::login(&login), "LOGIN#li.lei@example.com | LOGIN"),
            (Key::address_code(id()), "ACC#acc_0 | ADDRESS_CODE"),
            (Key::avatar(id(), id()), "ACC#acc_0 | AVATAR#idn_0"),
            (Key::account_avatar(id()), "ACC#acc_0 | AVATAR"),
            (Key::session(id(), "d1"), "ACC#acc_0 | SESSION#d1"),
            (Key::tenant(id()), "TEN#ten_0 | TENANT"),
            (Key::enterprise(id()), "TEN#ten_0 | ENTERPRISE"),
            (Key::logo(id()), "TEN#ten_0 | LOGO"),
            (Key::bootstrap("first"), "BOOTSTRAP#first | BOOTSTRAP"),
            (Key::dimension(id(), id()), "TEN#ten_0 | DIM#dim_0"),
            (Key::organisation(id(), id()), "TEN#ten_0 | ORG#org_0"),
            (Key::contact(id(), id()), "TEN#ten_0 | CONTACT#ctc_0"),
            (Key::sees(id(), id(), Party::Contact { contact_id: id(), organisation_id: id() }), "TEN#ten_0#SEES#idn_0 | CONTACT#ctc_0"),
            (Key::sees(id(), id(), Party::Customer { customer_id: id() }), "TEN#ten_0#SEES#idn_0 | CUSTOMER#cus_0"),
            (Key::identity(id(), id()), "TEN#ten_0 | IDENTITY#idn_0"),
            (Key::request(id(), id()), "TEN#ten_0 | REQUEST#req_0"),
            (Key::staff(id(), id()), "TEN#ten_0 | STAFF#idn_0"),
            (Key::serves(id(), id(), id()), "TEN#ten_0#SERVES#que_0 | STAFF#idn_0"),
            (Key::ticket(id(), id()), "TEN#ten_0#TKT#tkt_0 | TICKET"),
            (Key::timeline(id(), id(), 7), "TEN#ten_0#TKT#tkt_0 | ENTRY#00000007"),
            (Key::watch(id(), id()), "TEN#ten_0#TKT#tkt_0 | TARGETS"),
            (Key::shared_ticket(id(), id(), "01x"), "TEN#ten_0#SHARED#idn_0 | 01x"),
            (Key::attachments(id(), id()), "TEN#ten_0#TKT#tkt_0 | ATTACHMENTS"),
            (Key::leftover("0000000000007", id()), "LEFTOVERS | 0000000000007#att_0"),
            (Key::draft(id(), id(), id()), "TEN#ten_0#DRAFTS#idn_0 | DRAFT#tkt_0"),
            (Key::queue_code(id(), QueueCode(7)), "TEN#ten_0 | CODE#000007"),
            (Key::queue(id(), id()), "TEN#ten_0 | QUEUE#que_0"),
            (Key::queue_head(id(), id(), Lane::Normal), "TEN#ten_0#QUE#que_0 | HEAD"),
            (Key::queue_head(id(), id(), Lane::Urgent), "TEN#ten_0#QUE#que_0 | HEAD#URGENT"),
            (Key::queue_super(id(), id(), Lane::Normal, 7), "TEN#ten_0#QUE#que_0 | SUPER#000007"),
            (Key::queue_super(id(), id(), Lane::Urgent, 7), "TEN#ten_0#QUE#que_0 | URGENT#000007"),
            (Key::queue_block(id(), id(), Lane::Normal, 7), "TEN#ten_0#QUE#que_0#BLOCK#00000007 | BLOCK"),
            (Key::queue_block(id(), id(), Lane::Urgent, 7), "TEN#ten_0#QUE#que_0#URGENT#BLOCK#00000007 | BLOCK"),
            (Key::queue_number(id(), id(), Lane::Normal, 7), "TEN#ten_0#QUE#que_0#NUMBER#000000000007 | NUMBER"),
            (Key::queue_number(id(), id(), Lane::Urgent, 7), "TEN#ten_0#QUE#que_0#URGENT#NUMBER#000000000007 | NUMBER"),
            (Key::hand_over(id(), id()), "TEN#ten_0 | HANDOVER#idn_0"),
            (Key::outbox(id()), "OUTBOX#0 | evt_0"),
            (Key::home_head(id()), "TEN#ten_0#HOME | HEAD"),
            (Key::figures(id(), 3, Scope::SubmittedBy(id())), "TEN#ten_0#HOME#3 | FIGURES#SUBMITTED#idn_0"),
            (Key::figures(id(), 3, Scope::AcceptedBy(id())), "TEN#ten_0#HOME#3 | FIGURES#ACCEPTED#idn_0"),
            (Key::figures(id(), 3, Scope::InQueue(id())), "TEN#ten_0#HOME#3 | FIGURES#QUEUE#que_0"),
            (Key::figures(id(), 3, Scope::All), "TEN#ten_0#HOME#3 | FIGURES#ALL"),
            (Key::shared_in_state(id(), 3, (id(), TicketState::Waiting), "s1"), "TEN#ten_0#HOME#3 | SHARED#idn_0#waiting#s1"),
            (Key::counted_ticket(id(), 3, id()), "TEN#ten_0#HOME#3 | TICKET#tkt_0"),
            (Key::notice(id(), id(), id()), "TEN#ten_0#INBOX#idn_0 | NOTICE#evt_0"),
            (Key::inbox(id(), id()), "TEN#ten_0#INBOX#idn_0 | HEAD"),
            (Key::find_card(id(), Found::Contact(id()), 8), "TEN#ten_0#FINDS#0 | contact#ctc_0"),
            (Key::finds_head(id()), "TEN#ten_0#FINDS | HEAD"),
            (Key::delivery(id(), id(), "sms", "acc_1"), "TEN#ten_0#EVT#evt_0 | sms#acc_1"),
            (Key::address_mark("email", "d1"), "ADDRESS#email#d1 | MARK"),
            (Key::link("d1"), "LINK#d1 | LINK"),
        ];
        for (key, expected) in &keys {
            assert_eq!(key.to_string().replace(&zeros, "0"), *expected);
            assert_eq!(Key::of(&key.item()), *key);
        }
        let distinct: std::collections::BTreeSet<&Key> = keys.iter().map(|(key, _)| key).collect();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn a_row_that_is_due_names_its_ticket_or_its_queue() {
        assert_eq!(Key::ticket(id(), id()).ticket_of(), Some((id(), id())));
        assert_eq!(Key::watch(id(), id()).ticket_of(), Some((id(), id())));
        assert_eq!(Key::queue_head(id(), id(), Lane::Normal).queue_of(), Some((id(), id())));
        assert_eq!(Key::hand_over(id(), id()).hand_over_of(), Some((id(), id())));
        assert_eq!(Key::queue_head(id(), id(), Lane::Normal).ticket_of(), None);
        assert_eq!(Key::new("TEN#ten_0#TKT#?", "TICKET").ticket_of(), None);
    }

    #[test]
    fn a_record_that_is_found_is_known_by_its_key() {
        let founds = [Found::Contact(id()), Found::Customer(id()), Found::Organisation(id()), Found::Staff(id()), Found::Ticket(id())];
        for found in founds {
            let (_, key) = crate::finds::record_key(id(), found);
            assert_eq!(key.record_of(), Some((id(), found)));
        }
        let sees = Key::sees(id(), id(), Party::Customer { customer_id: id() });
        for other in [sees, Key::serves(id(), id(), id()), Key::queue(id(), id()), Key::watch(id(), id()), Key::tenant(id())] {
            assert_eq!(other.record_of(), None, "{other}");
        }
    }

    /// What people typed is hashed before it becomes part of a key.
    #[test]
    fn foreign_text_does_not_get_into_keys() {
        let key = Key::attempts("name", "TEN#x | y").to_string();
        assert!(!key.contains("TEN"), "{key}");
        let pk = finds_pk(id(), Sort::Contact, "ALL", "5678");
        assert_eq!(pk.replace(&"0".repeat(26), "0"), "TEN#ten_0#FIND#contact#ALL#f8638b979b2f");
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
