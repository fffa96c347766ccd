//! The one policy function: who may do what to which record, and why.
//!
//! Lists filter by it and details ask it, so that both answer alike (decision 8 of the house). A record
//! that the caller may not know of is hidden, not forbidden.

use crate::agents::{Permission, Role};
use crate::directory::{AccountLink, AccountRequest, Subject};
use crate::id::{DimensionId, IdentityId, QueueId, TenantId};
use crate::identity::{Authority, Binding, Identity};
use crate::tickets::Ticket;

/// Who asks: an active identity.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// The identity.
    pub identity: &'a Identity,
}

/// Why somebody may do something, or what he lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Works for the tenant, in any role.
    AnyStaff,
    /// Tier-1 role 管理员.
    Administrator,
    /// Has the permission external interconnect maintenance 外部互联维护.
    Maintainer,
    /// Maintains the dimension.
    DimensionMaintainer,
    /// Opened the account 开通人.
    Opener,
    /// Owner 负责人.
    Owner,
    /// Participant 参与人.
    Participant,
    /// Customer-service owner 客服负责人.
    ServiceOwner,
    /// Added the contact 添加人.
    Adder,
    /// The contact is shared with him 共享.
    SharedWith,
    /// Applied for the account 申请人.
    Applicant,
    /// Submitted the ticket.
    Submitter,
    /// The ticket is shared with him 分享.
    TicketShared,
    /// The ticket is shared with him, and he may comment.
    TicketSharedToComment,
    /// Accepted the ticket 受理人.
    Acceptor,
    /// Has the ticket in hand: he accepted it, and it is neither over nor waiting again.
    AcceptorOf,
    /// Serves the queue.
    QueueMember,
    /// Added the attachment.
    Uploader,
}

impl Relation {
    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnyStaff => "any_staff",
            Self::Administrator => "administrator",
            Self::Maintainer => "maintainer",
            Self::DimensionMaintainer => "dimension_maintainer",
            Self::Opener => "opener",
            Self::Owner => "owner",
            Self::Participant => "participant",
            Self::ServiceOwner => "service_owner",
            Self::Adder => "adder",
            Self::SharedWith => "shared_with",
            Self::Applicant => "applicant",
            Self::Submitter => "submitter",
            Self::TicketShared => "ticket_shared",
            Self::TicketSharedToComment => "ticket_shared_to_comment",
            Self::Acceptor => "acceptor",
            Self::AcceptorOf => "acceptor_of",
            Self::QueueMember => "queue_member",
            Self::Uploader => "uploader",
        }
    }
}

/// What is asked for, on which record.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// Read a contact or a customer.
    View(Subject<'a>),
    /// Change what is known of it: name, addresses, remark (S004-8).
    Edit(Subject<'a>),
    /// See its account tab 账号信息 (S004-11).
    ViewAccount(Subject<'a>),
    /// Say who is responsible for a contact in this dimension, or for a customer: that gives the right to
    /// open accounts.
    Assign(TenantId, Option<DimensionId>),
    /// See the picture of somebody who works for the tenant. Of a contact or customer it goes with
    /// [`Action::View`].
    ViewColleague(TenantId),
    /// Open its account (S000-2, S002-5).
    OpenAccount(Subject<'a>),
    /// Apply for its account (S002-6).
    RequestAccount(Subject<'a>),
    /// Change the password of, offboard, rehire or delete its identity (S000-2).
    ManageIdentity(Subject<'a>),
    /// See a request.
    ViewRequest(&'a AccountRequest),
    /// Approve or reject a request (S002-9).
    DecideRequest(&'a AccountRequest),
    /// Read a ticket (S001-15).
    ViewTicket(&'a Ticket),
    /// See the ticket's place in the queue (S001-17).
    ViewPlace(&'a Ticket),
    /// Accept a ticket.
    AcceptTicket(&'a Ticket),
    /// Do what its customer does: withdraw, urge, rate, say where progress is told.
    OwnTicket(&'a Ticket),
    /// Answer the agent, or comment.
    CommentTicket(&'a Ticket),
    /// Do what its agent does: reply, ask, complete.
    WorkTicket(&'a Ticket),
    /// Read what is needed of its customer to work on it: who he is, and how he is reached.
    ViewTicketCustomer(&'a Ticket),
    /// Note something for staff, and read what they noted.
    NoteTicket(&'a Ticket),
    /// Take away what this identity attached to a ticket.
    RemoveAttachment(&'a Ticket, IdentityId),
    /// Give it to an agent or to another queue.
    TransferTicket(&'a Ticket),
    /// Re-open it.
    ReopenTicket(&'a Ticket),
    /// Share it with others of its customer, see with whom it is shared, take it back (decision 8).
    ShareTicket(&'a Ticket),
    /// See the tickets of a queue.
    ViewQueue(TenantId, QueueId),
    /// See all tickets of the tenant (ET-3).
    ViewAllTickets(TenantId),
    /// Read what was done to accounts (F33).
    ReadAudit(TenantId),
    /// See and end the sessions of others (S003-19).
    ManageSessions(TenantId),
    /// See what was held back from whom, and that nobody who left was written to (F6).
    ReadSilence(TenantId),
    /// Say which pages of the portal are open (S000-8).
    ManageApps(TenantId),
    /// Say how the enterprise shows itself, and its defaults.
    ManageEnterprise(TenantId),
    /// Create, rename and stop queues, and say who serves them and how fast.
    ManageQueues(TenantId),
    /// Say that a waiting ticket is urgent, or is not 加急.
    MarkUrgent(&'a Ticket),
    /// End the second factor of somebody who lost it (F26).
    ResetSecondFactor(TenantId),
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, by this relation.
    Allowed(Relation),
    /// No; any of these relations would allow it.
    Denied(&'static [Relation]),
    /// The caller may not know that the record exists.
    Hidden,
}

/// Answers whether `actor` may do `action`, and by what.
pub fn decide(actor: Actor<'_>, action: Action<'_>) -> Verdict {
    if actor.identity.tenant_id != tenant(action) {
        return Verdict::Hidden;
    }
    let (allowing, knowing) = rule(action);
    let holds = |relation: &&Relation| actor.is(**relation, action);
    if let Some(relation) = allowing.iter().find(holds) {
        return Verdict::Allowed(*relation);
    }
    if knowing.iter().any(|relation| actor.is(*relation, action)) { Verdict::Denied(allowing) } else { Verdict::Hidden }
}

/// The table: the relations that allow an action, and those by which one may know of the record.
fn rule(action: Action<'_>) -> (&'static [Relation], &'static [Relation]) {
    use Relation::{
        Acceptor, AcceptorOf, Adder, Administrator, AnyStaff, Applicant, DimensionMaintainer, Maintainer, Opener, Owner, Participant,
        QueueMember, ServiceOwner, SharedWith, Submitter, TicketShared, TicketSharedToComment, Uploader,
    };
    const SEES_SUBJECT: &[Relation] =
        &[Administrator, Maintainer, DimensionMaintainer, Adder, Owner, Participant, ServiceOwner, Opener, SharedWith];
    const SEES_REQUEST: &[Relation] = &[Administrator, Maintainer, DimensionMaintainer, Applicant];
    const SEES_TICKET: &[Relation] = &[Submitter, TicketShared, Acceptor, QueueMember, Administrator];
    const EDITS_ACCOUNT: &[Relation] = &[Administrator, Maintainer, Opener, Owner, Participant, ServiceOwner];
    match action {
        Action::View(_) => (SEES_SUBJECT, &[]),
        Action::Edit(_) => (&[Administrator, Maintainer, DimensionMaintainer, Adder, Owner, ServiceOwner], SEES_SUBJECT),
        Action::ViewAccount(_) => {
            (&[Administrator, Maintainer, DimensionMaintainer, Adder, Opener, Owner, Participant, ServiceOwner], SEES_SUBJECT)
        }
        Action::ViewColleague(_) => (&[AnyStaff], &[]),
        Action::Assign(..) => (&[Administrator, Maintainer, DimensionMaintainer], &[AnyStaff]),
        Action::OpenAccount(_) => (EDITS_ACCOUNT, SEES_SUBJECT),
        Action::RequestAccount(_) => (&[Adder], SEES_SUBJECT),
        Action::ManageIdentity(_) => (&[Opener, Owner, Participant, ServiceOwner], SEES_SUBJECT),
        Action::ViewRequest(_) => (SEES_REQUEST, &[]),
        Action::DecideRequest(_) => (&[Administrator, Maintainer, DimensionMaintainer], SEES_REQUEST),
        Action::ViewTicket(_) => (SEES_TICKET, &[]),
        Action::AcceptTicket(_) | Action::MarkUrgent(_) => (&[QueueMember], SEES_TICKET),
        // Who reads the ticket with its customer learns nothing from its place but how long it takes.
        Action::ViewPlace(_) => (&[Submitter, TicketShared], SEES_TICKET),
        Action::OwnTicket(_) => (&[Submitter], SEES_TICKET),
        Action::CommentTicket(_) => (&[Submitter, TicketSharedToComment], SEES_TICKET),
        Action::WorkTicket(_) => (&[Acceptor], SEES_TICKET),
        Action::ViewTicketCustomer(_) => (&[AcceptorOf, Administrator], SEES_TICKET),
        Action::NoteTicket(_) | Action::TransferTicket(_) => (&[Acceptor, QueueMember, Administrator], SEES_TICKET),
        Action::RemoveAttachment(..) => (&[Administrator, Uploader], SEES_TICKET),
        Action::ReopenTicket(_) | Action::ShareTicket(_) => (&[Submitter, Acceptor, QueueMember, Administrator], SEES_TICKET),
        Action::ViewQueue(..) => (&[QueueMember, Administrator], &[]),
        Action::ViewAllTickets(_)
        | Action::ReadAudit(_)
        | Action::ManageSessions(_)
        | Action::ReadSilence(_)
        | Action::ManageApps(_)
        | Action::ManageEnterprise(_)
        | Action::ResetSecondFactor(_)
        | Action::ManageQueues(_) => (&[Administrator], &[AnyStaff]),
    }
}

fn tenant(action: Action<'_>) -> TenantId {
    match action {
        Action::View(subject)
        | Action::Edit(subject)
        | Action::ViewAccount(subject)
        | Action::OpenAccount(subject)
        | Action::RequestAccount(subject)
        | Action::ManageIdentity(subject) => subject.tenant_id,
        Action::ViewRequest(request) | Action::DecideRequest(request) => request.tenant_id,
        Action::ViewTicket(ticket)
        | Action::ViewPlace(ticket)
        | Action::AcceptTicket(ticket)
        | Action::MarkUrgent(ticket)
        | Action::OwnTicket(ticket)
        | Action::CommentTicket(ticket)
        | Action::WorkTicket(ticket)
        | Action::ViewTicketCustomer(ticket)
        | Action::NoteTicket(ticket)
        | Action::RemoveAttachment(ticket, _)
        | Action::TransferTicket(ticket)
        | Action::ReopenTicket(ticket)
        | Action::ShareTicket(ticket) => ticket.tenant_id,
        Action::Assign(tenant, _)
        | Action::ViewColleague(tenant)
        | Action::ViewQueue(tenant, _)
        | Action::ViewAllTickets(tenant)
        | Action::ReadAudit(tenant)
        | Action::ManageSessions(tenant)
        | Action::ReadSilence(tenant)
        | Action::ManageApps(tenant)
        | Action::ManageEnterprise(tenant)
        | Action::ManageQueues(tenant)
        | Action::ResetSecondFactor(tenant) => tenant,
    }
}

impl Actor<'_> {
    fn id(self) -> IdentityId {
        self.identity.identity_id
    }

    fn authority(&self) -> Option<&Authority> {
        match &self.identity.binding {
            Binding::Internal { authority } => Some(authority),
            Binding::External { .. } => None,
        }
    }

    /// Whether the relation holds. Relations of staff never hold for an external identity; staff may submit tickets
    /// too (ET-4), but none is shared with them.
    fn is(self, relation: Relation, action: Action<'_>) -> bool {
        if let (Relation::Uploader, Action::RemoveAttachment(_, uploader)) = (relation, action) {
            return uploader == self.id();
        }
        let Some(authority) = self.authority() else {
            return ticket(action).is_some_and(|ticket| self.is_of_ticket(relation, ticket));
        };
        match relation {
            Relation::AnyStaff => true,
            Relation::Administrator => authority.role == Role::Administrator,
            Relation::Maintainer => authority.permissions.contains(&Permission::MaintainExternal),
            Relation::DimensionMaintainer => dimension(action).is_some_and(|dimension| authority.maintains.contains(&dimension)),
            Relation::QueueMember => queue(action).is_some_and(|queue| authority.queues.contains(&queue)),
            Relation::Applicant => request(action).is_some_and(|request| request.applicant == self.id()),
            Relation::Acceptor => ticket(action).is_some_and(|ticket| ticket.acceptor.as_ref().is_some_and(|by| by.by == self.id())),
            Relation::AcceptorOf => ticket(action).is_some_and(|ticket| ticket.is_in_hands_of(self.id())),
            Relation::Submitter => ticket(action).is_some_and(|ticket| ticket.submitter == self.id()),
            Relation::TicketShared | Relation::TicketSharedToComment => false,
            of_subject => subject(action).is_some_and(|subject| self.is_of_subject(of_subject, subject)),
        }
    }

    /// What an external identity is to a ticket.
    fn is_of_ticket(self, relation: Relation, ticket: &Ticket) -> bool {
        let share = ticket.share_of(self.id());
        match relation {
            Relation::Submitter => ticket.submitter == self.id(),
            Relation::TicketShared => share.is_some(),
            Relation::TicketSharedToComment => share.is_some_and(|share| share.may_comment),
            _ => false,
        }
    }

    fn is_of_subject(self, relation: Relation, subject: Subject<'_>) -> bool {
        let me = self.id();
        match relation {
            Relation::Opener => matches!(subject.account, AccountLink::Open { opener, .. } if *opener == me),
            Relation::Owner => subject.owner == Some(me),
            Relation::Participant => subject.participants.contains(&me),
            Relation::ServiceOwner => subject.service_owner == Some(me),
            Relation::Adder => subject.adder == me,
            Relation::SharedWith => subject.shared_with.contains(&me),
            _ => false,
        }
    }
}

fn subject(action: Action<'_>) -> Option<Subject<'_>> {
    match action {
        Action::View(subject)
        | Action::Edit(subject)
        | Action::ViewAccount(subject)
        | Action::OpenAccount(subject)
        | Action::RequestAccount(subject)
        | Action::ManageIdentity(subject) => Some(subject),
        _ => None,
    }
}

fn request(action: Action<'_>) -> Option<&AccountRequest> {
    match action {
        Action::ViewRequest(request) | Action::DecideRequest(request) => Some(request),
        _ => None,
    }
}

fn ticket(action: Action<'_>) -> Option<&Ticket> {
    match action {
        Action::ViewTicket(ticket)
        | Action::ViewPlace(ticket)
        | Action::AcceptTicket(ticket)
        | Action::MarkUrgent(ticket)
        | Action::OwnTicket(ticket)
        | Action::CommentTicket(ticket)
        | Action::WorkTicket(ticket)
        | Action::ViewTicketCustomer(ticket)
        | Action::NoteTicket(ticket)
        | Action::RemoveAttachment(ticket, _)
        | Action::TransferTicket(ticket)
        | Action::ReopenTicket(ticket)
        | Action::ShareTicket(ticket) => Some(ticket),
        _ => None,
    }
}

fn dimension(action: Action<'_>) -> Option<DimensionId> {
    match action {
        Action::Assign(_, dimension) => dimension,
        _ => subject(action).and_then(|subject| subject.dimension_id).or_else(|| request(action).map(|request| request.dimension_id)),
    }
}

fn queue(action: Action<'_>) -> Option<QueueId> {
    match action {
        Action::ViewQueue(_, queue) => Some(queue),
        _ => ticket(action).map(|ticket| ticket.queue_id),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::*;
    use crate::address::Language;
    use crate::directory::{Contact, Party, SecurityLevel};
    use crate::id::Id;
    use crate::identity::{Face, IdentityState};
    use crate::text::Name;
    use crate::time::testing::Counting;

    /// Everybody who may ask, by what he is to the contact.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Who {
        Administrator,
        Maintainer,
        DimensionMaintainer,
        OtherDimensionMaintainer,
        Opener,
        Owner,
        Participant,
        ServiceOwner,
        Adder,
        SharedWith,
        OtherStaff,
        External,
        OtherTenantAdministrator,
    }

    const EVERYBODY: [Who; 13] = [
        Who::Administrator,
        Who::Maintainer,
        Who::DimensionMaintainer,
        Who::OtherDimensionMaintainer,
        Who::Opener,
        Who::Owner,
        Who::Participant,
        Who::ServiceOwner,
        Who::Adder,
        Who::SharedWith,
        Who::OtherStaff,
        Who::External,
        Who::OtherTenantAdministrator,
    ];

    struct World {
        entropy: Counting,
        tenant: TenantId,
        dimension: DimensionId,
    }

    impl World {
        fn id<K: crate::id::Kind>(&self) -> Id<K> {
            Id::new(Timestamp::UNIX_EPOCH, &self.entropy)
        }

        fn new() -> Self {
            let entropy = Counting::default();
            let tenant = Id::new(Timestamp::UNIX_EPOCH, &entropy);
            let dimension = Id::new(Timestamp::UNIX_EPOCH, &entropy);
            Self { entropy, tenant, dimension }
        }

        fn identity(&self, who: Who) -> Identity {
            let mut authority =
                Authority { role: Role::Member, permissions: BTreeSet::new(), maintains: BTreeSet::new(), queues: BTreeSet::new() };
            match who {
                Who::Administrator | Who::OtherTenantAdministrator => authority.role = Role::Administrator,
                Who::Maintainer => authority.permissions = BTreeSet::from([Permission::MaintainExternal]),
                Who::DimensionMaintainer => authority.maintains = BTreeSet::from([self.dimension]),
                Who::OtherDimensionMaintainer => authority.maintains = BTreeSet::from([self.id()]),
                _ => {}
            }
            let binding = match who {
                Who::External => Binding::External { party: Party::Customer { customer_id: self.id() } },
                _ => Binding::Internal { authority },
            };
            let tenant_id = if who == Who::OtherTenantAdministrator { self.id() } else { self.tenant };
            let tenant_name = Name::try_from("云杉".to_owned()).unwrap();
            Identity {
                identity_id: self.id(),
                tenant_id,
                tenant_name,
                state: IdentityState::Active,
                name: None,
                binding,
                apps: None,
                session_epoch: 0,
                face: Face::default(),
            }
        }

        fn contact(&self, who: Who, identity: &Identity) -> Contact {
            let me = identity.identity_id;
            let mine = |is: Who| if who == is { me } else { self.id() };
            Contact {
                tenant_id: self.tenant,
                contact_id: self.id(),
                organisation_id: self.id(),
                dimension_id: self.dimension,
                customer_id: None,
                name: Name::try_from("李雷".to_owned()).unwrap(),
                mobile: None,
                email: None,
                phone: None,
                remark: None,
                language: Language::ZhCn,
                security_level: SecurityLevel::default(),
                adder: mine(Who::Adder),
                owner: Some(mine(Who::Owner)),
                participants: vec![self.id(), mine(Who::Participant)],
                service_owner: Some(mine(Who::ServiceOwner)),
                shared_with: vec![mine(Who::SharedWith)],
                account: AccountLink::Open {
                    account_id: self.id(),
                    identity_id: self.id(),
                    login: crate::identity::LoginName::generate(&self.entropy),
                    opener: mine(Who::Opener),
                    identity_state: IdentityState::Active,
                    waiting: false,
                },
                created_at: Timestamp::UNIX_EPOCH,
            }
        }
    }

    /// Who gets which answer to an action on a contact.
    fn answers(action: fn(&Contact) -> Action<'_>) -> (Vec<Who>, Vec<Who>) {
        let world = World::new();
        let mut allowed = Vec::new();
        let mut denied = Vec::new();
        for who in EVERYBODY {
            let identity = world.identity(who);
            let contact = world.contact(who, &identity);
            match decide(Actor { identity: &identity }, action(&contact)) {
                Verdict::Allowed(_) => allowed.push(who),
                Verdict::Denied(_) => denied.push(who),
                Verdict::Hidden => {}
            }
        }
        (allowed, denied)
    }

    // S000-2, S002-5, F2: these and nobody else
    #[test]
    fn who_opens_an_account() {
        let (allowed, denied) = answers(|contact| Action::OpenAccount(contact.into()));
        assert_eq!(allowed, [Who::Administrator, Who::Maintainer, Who::Opener, Who::Owner, Who::Participant, Who::ServiceOwner]);
        assert_eq!(denied, [Who::DimensionMaintainer, Who::Adder, Who::SharedWith]);
    }

    // S000-2, F2: these people and no others, whatever else somebody is
    #[test]
    fn who_manages_an_identity() {
        let (allowed, denied) = answers(|contact| Action::ManageIdentity(contact.into()));
        assert_eq!(allowed, [Who::Opener, Who::Owner, Who::Participant, Who::ServiceOwner]);
        assert_eq!(denied, [Who::Administrator, Who::Maintainer, Who::DimensionMaintainer, Who::Adder, Who::SharedWith]);
    }

    // S004-8
    #[test]
    fn who_edits_the_basic_data() {
        let (allowed, denied) = answers(|contact| Action::Edit(contact.into()));
        assert_eq!(denied, [Who::Opener, Who::Participant, Who::SharedWith]);
        assert!(allowed.contains(&Who::Adder));
    }

    // S002-6
    #[test]
    fn only_the_adder_applies() {
        let (allowed, _) = answers(|contact| Action::RequestAccount(contact.into()));
        assert_eq!(allowed, [Who::Adder]);
    }

    // S002-4, S004-12: others may not even know of it
    #[test]
    fn who_sees_a_contact() {
        let (allowed, denied) = answers(|contact| Action::View(contact.into()));
        let hidden: Vec<Who> = EVERYBODY.into_iter().filter(|who| !allowed.contains(who)).collect();
        assert_eq!(hidden, [Who::OtherDimensionMaintainer, Who::OtherStaff, Who::External, Who::OtherTenantAdministrator]);
        assert!(denied.is_empty());
    }

    // S004-11: a view-only user does not see the account tab
    #[test]
    fn who_is_only_shared_with_sees_no_account_tab() {
        let (allowed, denied) = answers(|contact| Action::ViewAccount(contact.into()));
        assert_eq!(denied, [Who::SharedWith]);
        assert!(allowed.contains(&Who::Adder));
    }

    // what somebody looks through is what he may see, and all of it (S004-1)
    #[test]
    fn a_contact_is_found_by_whom_the_policy_lets_see_it() {
        use crate::find::{Circle, Sort};
        let world = World::new();
        for who in EVERYBODY.into_iter().filter(|who| *who != Who::OtherTenantAdministrator) {
            let identity = world.identity(who);
            let contact = world.contact(who, &identity);
            let subject = Subject::from(&contact);
            let sees = matches!(decide(Actor { identity: &identity }, Action::View(subject)), Verdict::Allowed(_));
            let finds = !Circle::of_subject(subject).is_disjoint(&Circle::of_seer(&identity, Sort::Contact));
            assert_eq!(finds, sees, "{who:?}");
            let everything = matches!(who, Who::Administrator | Who::Maintainer);
            assert_eq!(Circle::of_seer(&identity, Sort::Customer).contains(&Circle::All), everything, "{who:?}");
            assert_eq!(Circle::of_seer(&identity, Sort::Ticket).contains(&Circle::All), who == Who::Administrator, "{who:?}");
            assert_eq!(Circle::of_seer(&identity, Sort::Staff).is_empty(), who == Who::External, "{who:?}");
        }
    }
}
