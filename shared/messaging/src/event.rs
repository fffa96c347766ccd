//! Domain events: what happened, as other parts of the system learn it.
//!
//! An event's type is `noun.past`; its shape has a version. `events/domain/<type>/v1.schema.json` is the
//! published contract; `xtask check` holds it against these types. A shape never changes within a
//! version but for optional members.

use std::collections::BTreeMap;

use foyer_domain::address::Address;
use foyer_domain::id::{AccountId, AccountRequestId, ContactId, DimensionId, EventId, IdentityId, QueueId, TenantId, TicketId};
use foyer_domain::identity::LoginName;
use foyer_domain::outgoing::OutgoingEvent;
use foyer_domain::text::{Name, Remark};
use foyer_domain::tickets::rating::{Comment, Stars};
use foyer_domain::tickets::targets::Aim;
use foyer_domain::tickets::{ReplyMethod, TicketNumber, TicketState};
use foyer_domain::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::seal::Sealed;

/// An event with what is common to all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Envelope {
    /// Names the event; consumers do nothing twice for one id.
    #[schemars(with = "String")]
    pub id: EventId,
    /// The version of the shape of `data`.
    pub version: u32,
    /// The tenant whose data it is about.
    #[schemars(with = "String")]
    pub tenant_id: TenantId,
    /// When it happened (RFC 3339, UTC).
    #[schemars(with = "String")]
    pub occurred_at: Timestamp,
    /// Who did it; null when nobody signed in did.
    #[schemars(with = "Option<String>")]
    pub actor: Option<IdentityId>,
    /// The request that caused it.
    pub request_id: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An account was opened.
    #[serde(rename = "account.opened")]
    AccountOpened(AccountOpened),
    /// An account got another identity.
    #[serde(rename = "identity.bound")]
    IdentityBound(IdentityBound),
    /// An account got a new initial password.
    #[serde(rename = "password.reset")]
    PasswordReset(PasswordReset),
    /// A code for a forgotten password was asked for.
    #[serde(rename = "password_reset.requested")]
    PasswordResetRequested(PasswordResetRequested),
    /// The owner of an account chose another password with a code.
    #[serde(rename = "password.changed")]
    PasswordChanged(PasswordChanged),
    /// Something about the second factor of an account changed.
    #[serde(rename = "second_factor.changed")]
    SecondFactorChanged(SecondFactorChanged),
    /// A code for a new phone number or email address was asked for.
    #[serde(rename = "address_change.requested")]
    AddressChangeRequested(AddressChangeRequested),
    /// An account has another phone number or email address.
    #[serde(rename = "address.changed")]
    AddressChanged(AddressChanged),
    /// An account of staff came into use in two places at once.
    #[serde(rename = "shared_use.suspected")]
    SharedUseSuspected(SharedUseSuspected),
    /// A request to open an account was submitted.
    #[serde(rename = "account_request.submitted")]
    AccountRequestSubmitted(AccountRequestSubmitted),
    /// It was approved.
    #[serde(rename = "account_request.approved")]
    AccountRequestApproved(AccountRequestDecided),
    /// It was rejected.
    #[serde(rename = "account_request.rejected")]
    AccountRequestRejected(AccountRequestDecided),
    /// A ticket was submitted.
    #[serde(rename = "ticket.submitted")]
    TicketSubmitted(TicketProgress),
    /// A ticket was accepted.
    #[serde(rename = "ticket.accepted")]
    TicketAccepted(TicketProgress),
    /// A waiting ticket is nearly its turn.
    #[serde(rename = "ticket.came_near")]
    TicketCameNear(TicketProgress),
    /// A customer urged.
    #[serde(rename = "ticket.urged")]
    TicketUrged(TicketProgress),
    /// A customer withdrew a ticket.
    #[serde(rename = "ticket.withdrawn")]
    TicketWithdrawn(TicketProgress),
    /// An agent replied.
    #[serde(rename = "ticket.replied")]
    TicketReplied(TicketProgress),
    /// An agent asked the customer.
    #[serde(rename = "ticket.asked")]
    TicketAsked(TicketProgress),
    /// The customer answered, or somebody with whom it is shared.
    #[serde(rename = "ticket.answered")]
    TicketAnswered(TicketProgress),
    /// A ticket was given to an agent or moved to another queue.
    #[serde(rename = "ticket.transferred")]
    TicketTransferred(TicketProgress),
    /// A ticket was completed.
    #[serde(rename = "ticket.completed")]
    TicketCompleted(TicketProgress),
    /// A ticket was re-opened.
    #[serde(rename = "ticket.reopened")]
    TicketReopened(TicketProgress),
    /// The time to re-open a ticket passed.
    #[serde(rename = "ticket.closed")]
    TicketClosed(TicketProgress),
    /// The customer rated a completed ticket, or changed the rating.
    #[serde(rename = "ticket.rated")]
    TicketRated(TicketRated),
    /// A target of a ticket's queue is near.
    #[serde(rename = "ticket.target_near")]
    TicketTargetNear(TicketTarget),
    /// A ticket missed a target of its queue.
    #[serde(rename = "ticket.target_missed")]
    TicketTargetMissed(TicketTarget),
    /// A ticket was shared with somebody of the same customer.
    #[serde(rename = "ticket.shared")]
    TicketShared(TicketShared),
    /// The open tickets of somebody who left were handed over.
    #[serde(rename = "tickets.handed_over")]
    TicketsHandedOver(TicketsHandedOver),
    /// So many are to hear of something that it is told to them in parts.
    #[serde(rename = "notices.due")]
    NoticesDue(NoticesDue),
    /// News that could not go by SMS go by email.
    #[serde(rename = "news.diverted")]
    NewsDiverted(NewsDiverted),
}

/// An account was opened; its initial password is on its way (S001-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountOpened {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// Its identity in this tenant.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The contact it was opened for; null for staff.
    #[schemars(with = "Option<String>")]
    pub contact_id: Option<ContactId>,
    /// The name it logs in with.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    #[schemars(with = "String")]
    pub login: LoginName,
    /// The initial password, sealed.
    pub password: Sealed,
    /// When the password was set: a message about an older one is not sent.
    #[schemars(with = "String")]
    pub password_set_at: Timestamp,
}

/// An account that was there got another identity; its password stays (S000-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityBound {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// The identity.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The login name by which the account was found.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    #[schemars(with = "String")]
    pub login: LoginName,
}

/// Staff gave an account a new initial password, which voids the one before (S000-11, F1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordReset {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// The identity by which it was managed.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// A name that it logs in with.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    #[schemars(with = "String")]
    pub login: LoginName,
    /// The initial password, sealed.
    pub password: Sealed,
    /// When the password was set: a message about an older one is not sent.
    #[schemars(with = "String")]
    pub password_set_at: Timestamp,
}

/// A code was asked for with a login name that may or may not be somebody's (S001-23). The tenant of the
/// envelope is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordResetRequested {
    /// The name.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    #[schemars(with = "String")]
    pub login: LoginName,
    /// The code, sealed.
    pub code: Sealed,
    /// When the code is void.
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

/// The password of an account was replaced with a code; its owner is told (F7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordChanged {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// One of its active identities.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The owner of an account wants another phone number or email address, and gets a code there (S004-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddressChangeRequested {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// The identity that he acts as.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The address: whether he has it is what the code shows.
    #[serde(deserialize_with = "foyer_domain::address::kept::address")]
    #[schemars(with = "String")]
    pub address: Address,
    /// The code, sealed.
    pub code: Sealed,
    /// When the code is void.
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

/// An account has another phone number or email address; its owner is told where he was reached before (S004-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddressChanged {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// The identity that he acts as.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The address.
    #[serde(deserialize_with = "foyer_domain::address::kept::address")]
    #[schemars(with = "String")]
    pub address: Address,
    /// Where he is told of it: the address that was replaced, or the other one that he has; null if he had none.
    #[serde(deserialize_with = "foyer_domain::address::kept::some_address")]
    #[schemars(with = "Option<String>")]
    pub notify: Option<Address>,
}

/// An account of staff came into use in two places at once; administrators are told (S003-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SharedUseSuspected {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// Its identity in this tenant.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// Whose it is.
    #[schemars(with = "String")]
    pub name: Name,
    /// The network address that was in use.
    pub source_before: String,
    /// The network address that it is used from now.
    pub source: String,
}

/// Something about the second factor of an account changed; its owner is told (F26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecondFactorChanged {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// One of its active identities.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// What.
    pub change: SecondFactorChange,
}

/// What happened to a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorChange {
    /// The account has one now.
    Enrolled,
    /// Its owner ended it.
    Disabled,
    /// An administrator ended it.
    Reset,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// There are new recovery codes; the old ones are void.
    RecoveryCodesRenewed,
}

impl SecondFactorChange {
    /// The name, as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Disabled => "disabled",
            Self::Reset => "reset",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::RecoveryCodesRenewed => "recovery_codes_renewed",
        }
    }
}

/// A request to open an account waits for a decision (S002-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountRequestSubmitted {
    /// The request.
    #[schemars(with = "String")]
    pub request_id: AccountRequestId,
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// The contact's name.
    #[schemars(with = "String")]
    pub contact_name: Name,
    /// Its dimension, whose maintainers are told.
    #[schemars(with = "String")]
    pub dimension_id: DimensionId,
    /// Who applied.
    #[schemars(with = "String")]
    pub applicant_name: Name,
    /// What he wrote.
    #[schemars(with = "String")]
    pub remark: Remark,
}

/// A request to open an account was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountRequestDecided {
    /// The request.
    #[schemars(with = "String")]
    pub request_id: AccountRequestId,
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// The contact's name.
    #[schemars(with = "String")]
    pub contact_name: Name,
    /// Who applied, and is told.
    #[schemars(with = "String")]
    pub applicant: IdentityId,
    /// Who decided.
    #[schemars(with = "String")]
    pub decided_by_name: Name,
    /// Why it was rejected; null for an approval.
    #[schemars(with = "Option<String>")]
    pub reason: Option<Remark>,
}

/// A ticket moved on; its submitter is told by its reply method (S001-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketProgress {
    /// The ticket.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// What people call it.
    #[schemars(with = "String")]
    pub ticket_number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Its queue.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// The queue's name.
    #[schemars(with = "String")]
    pub queue_name: Name,
    /// Who submitted it.
    #[schemars(with = "String")]
    pub submitter: IdentityId,
    /// The submitter's account.
    #[schemars(with = "String")]
    pub submitter_account: AccountId,
    /// The submitter's name.
    #[schemars(with = "String")]
    pub submitter_name: Name,
    /// Where he wants to be told.
    #[schemars(with = "String")]
    pub reply_method: ReplyMethod,
    /// Who has it; absent while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub acceptor: Option<IdentityId>,
    /// His name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub acceptor_name: Option<Name>,
    /// Its state before; `draft` for one that was submitted.
    #[schemars(with = "String")]
    pub state_before: TicketState,
    /// Its state now.
    #[schemars(with = "String")]
    pub state: TicketState,
    /// The queue that it was in before, if it was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub queue_before: Option<QueueId>,
    /// Who had it before, if it was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub acceptor_before: Option<IdentityId>,
    /// The name of who did this; absent where time did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub actor_name: Option<Name>,
    /// Whether who did this is on the customer's side.
    pub by_customer: bool,
    /// With whom it is shared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub shared_with: Vec<IdentityId>,
    /// When it was submitted.
    #[schemars(with = "String")]
    pub submitted_at: Timestamp,
    /// When it joined its queue, if that was later: re-opened, or from another queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub requeued_at: Option<Timestamp>,
    /// When who has it accepted it; absent while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub accepted_at: Option<Timestamp>,
    /// When it was completed last; absent if it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub completed_at: Option<Timestamp>,
}

/// A rating (S001-21, S001-22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketRated {
    /// The ticket, as it is now.
    pub ticket: TicketProgress,
    /// Who completed it, and is reminded.
    #[schemars(with = "String")]
    pub completed_by: IdentityId,
    /// 1 to 5.
    #[schemars(with = "u8")]
    pub stars: Stars,
    /// What the customer wrote.
    #[schemars(with = "Option<String>")]
    pub comment: Option<Comment>,
    /// The stars before; null for the first rating of this completion.
    #[schemars(with = "Option<u8>")]
    pub stars_before: Option<Stars>,
}

/// A target of a ticket's queue is near or missed (F32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketTarget {
    /// The ticket, as it is now.
    pub ticket: TicketProgress,
    /// `first_response` or `completion`.
    #[schemars(with = "String")]
    pub target: Aim,
    /// When it comes, or came.
    #[schemars(with = "String")]
    pub due_at: Timestamp,
}

/// A ticket was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketShared {
    /// The ticket, as it is now.
    pub ticket: TicketProgress,
    /// With whom.
    #[schemars(with = "String")]
    pub with: IdentityId,
    /// Whether he may comment.
    pub may_comment: bool,
}

/// Tickets got another submitter, because theirs was offboarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketsHandedOver {
    /// The tickets.
    #[schemars(with = "Vec<String>")]
    pub ticket_ids: Vec<TicketId>,
    /// Who has them now.
    #[schemars(with = "String")]
    pub to: IdentityId,
}

/// A part of those who are to get a notice of an event that concerns many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoticesDue {
    /// The event that they are told of.
    #[schemars(with = "String")]
    pub event_id: EventId,
    /// Its type.
    pub event_type: String,
    /// When it happened.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// What the notice says.
    pub parameters: BTreeMap<String, String>,
    /// Where it leads.
    pub link: String,
    /// Who gets it.
    #[schemars(with = "Vec<String>")]
    pub to: Vec<IdentityId>,
}

/// News of a ticket that SMS could not carry: as many went to the recipient as one day has, or none goes to his country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewsDiverted {
    /// The event that it is news of.
    #[schemars(with = "String")]
    pub event_id: EventId,
    /// Its type.
    pub event_type: String,
    /// When it happened.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The ticket.
    pub ticket: TicketProgress,
}

impl NewsDiverted {
    /// The news of an event, if it is news that goes by SMS.
    pub fn of(envelope: &Envelope) -> Option<Self> {
        let ticket = envelope.event.progress()?.clone();
        Some(Self { event_id: envelope.id, event_type: envelope.event.event_type().to_owned(), at: envelope.occurred_at, ticket })
    }

    /// The event that it is news of, to be told by email.
    pub fn by_email(self, envelope: &Envelope) -> Result<Envelope, serde_json::Error> {
        let ticket = TicketProgress { reply_method: ReplyMethod::Email, ..self.ticket };
        let event = serde_json::from_value(serde_json::json!({ "type": self.event_type, "data": ticket }))?;
        Ok(Envelope { id: self.event_id, occurred_at: self.at, event, ..envelope.clone() })
    }
}

impl Event {
    /// Every type, as it is written.
    pub const TYPES: [&'static str; 31] = [
        "account.opened",
        "identity.bound",
        "password.reset",
        "password_reset.requested",
        "password.changed",
        "second_factor.changed",
        "address_change.requested",
        "address.changed",
        "shared_use.suspected",
        "account_request.submitted",
        "account_request.approved",
        "account_request.rejected",
        "ticket.submitted",
        "ticket.accepted",
        "ticket.came_near",
        "ticket.urged",
        "ticket.withdrawn",
        "ticket.replied",
        "ticket.asked",
        "ticket.answered",
        "ticket.transferred",
        "ticket.completed",
        "ticket.reopened",
        "ticket.closed",
        "ticket.rated",
        "ticket.target_near",
        "ticket.target_missed",
        "ticket.shared",
        "tickets.handed_over",
        "notices.due",
        "news.diverted",
    ];

    /// The type, as it is written.
    pub fn event_type(&self) -> &'static str {
        match self {
            Self::AccountOpened(_) => "account.opened",
            Self::IdentityBound(_) => "identity.bound",
            Self::PasswordReset(_) => "password.reset",
            Self::PasswordResetRequested(_) => "password_reset.requested",
            Self::PasswordChanged(_) => "password.changed",
            Self::SecondFactorChanged(_) => "second_factor.changed",
            Self::AddressChangeRequested(_) => "address_change.requested",
            Self::AddressChanged(_) => "address.changed",
            Self::SharedUseSuspected(_) => "shared_use.suspected",
            Self::AccountRequestSubmitted(_) => "account_request.submitted",
            Self::AccountRequestApproved(_) => "account_request.approved",
            Self::AccountRequestRejected(_) => "account_request.rejected",
            Self::TicketSubmitted(_) => "ticket.submitted",
            Self::TicketAccepted(_) => "ticket.accepted",
            Self::TicketCameNear(_) => "ticket.came_near",
            Self::TicketUrged(_) => "ticket.urged",
            Self::TicketWithdrawn(_) => "ticket.withdrawn",
            Self::TicketReplied(_) => "ticket.replied",
            Self::TicketAsked(_) => "ticket.asked",
            Self::TicketAnswered(_) => "ticket.answered",
            Self::TicketTransferred(_) => "ticket.transferred",
            Self::TicketCompleted(_) => "ticket.completed",
            Self::TicketReopened(_) => "ticket.reopened",
            Self::TicketClosed(_) => "ticket.closed",
            Self::TicketRated(_) => "ticket.rated",
            Self::TicketTargetNear(_) => "ticket.target_near",
            Self::TicketTargetMissed(_) => "ticket.target_missed",
            Self::TicketShared(_) => "ticket.shared",
            Self::TicketsHandedOver(_) => "tickets.handed_over",
            Self::NoticesDue(_) => "notices.due",
            Self::NewsDiverted(_) => "news.diverted",
        }
    }

    /// The ticket that it is about, if it is about one.
    pub fn ticket_id(&self) -> Option<TicketId> {
        match self {
            Self::TicketRated(rated) => Some(rated.ticket.ticket_id),
            Self::TicketTargetNear(target) | Self::TicketTargetMissed(target) => Some(target.ticket.ticket_id),
            Self::TicketShared(shared) => Some(shared.ticket.ticket_id),
            Self::NewsDiverted(news) => Some(news.ticket.ticket_id),
            other => other.progress().map(|ticket| ticket.ticket_id),
        }
    }

    /// The ticket whose progress it is, if it is that.
    pub fn progress(&self) -> Option<&TicketProgress> {
        match self {
            Self::TicketSubmitted(ticket)
            | Self::TicketAccepted(ticket)
            | Self::TicketCameNear(ticket)
            | Self::TicketUrged(ticket)
            | Self::TicketWithdrawn(ticket)
            | Self::TicketReplied(ticket)
            | Self::TicketAsked(ticket)
            | Self::TicketAnswered(ticket)
            | Self::TicketTransferred(ticket)
            | Self::TicketCompleted(ticket)
            | Self::TicketReopened(ticket)
            | Self::TicketClosed(ticket) => Some(ticket),
            Self::TicketRated(_)
            | Self::TicketTargetNear(_)
            | Self::TicketTargetMissed(_)
            | Self::TicketShared(_)
            | Self::AccountOpened(_)
            | Self::IdentityBound(_)
            | Self::PasswordReset(_)
            | Self::PasswordResetRequested(_)
            | Self::PasswordChanged(_)
            | Self::SecondFactorChanged(_)
            | Self::AddressChangeRequested(_)
            | Self::AddressChanged(_)
            | Self::SharedUseSuspected(_)
            | Self::AccountRequestSubmitted(_)
            | Self::AccountRequestApproved(_)
            | Self::AccountRequestRejected(_)
            | Self::TicketsHandedOver(_)
            | Self::NoticesDue(_)
            | Self::NewsDiverted(_) => None,
        }
    }
}

impl Envelope {
    /// The event as it is kept and published.
    pub fn outgoing(&self) -> Result<OutgoingEvent, serde_json::Error> {
        Ok(OutgoingEvent {
            event_id: self.id,
            event_type: self.event.event_type().to_owned(),
            event_version: self.version,
            tenant: self.tenant_id.to_string(),
            body: serde_json::to_string(self)?,
        })
    }
}
