//! What is kept of a record so that it is found.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Circle, Mark, Sort, Terms};
use crate::agents::StaffMember;
use crate::directory::{Contact, Customer, Organisation, Subject};
use crate::id::{ContactId, CustomerId, IdentityId, OrganisationId, TicketId};
use crate::tickets::Ticket;

/// A record that can be found. It is written as its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Found {
    /// A contact.
    Contact(ContactId),
    /// A customer.
    Customer(CustomerId),
    /// An organisation.
    Organisation(OrganisationId),
    /// Somebody who works here.
    Staff(IdentityId),
    /// A ticket.
    Ticket(TicketId),
}

impl Found {
    /// What sort of record it is.
    pub fn sort(self) -> Sort {
        match self {
            Self::Contact(_) => Sort::Contact,
            Self::Customer(_) => Sort::Customer,
            Self::Organisation(_) => Sort::Organisation,
            Self::Staff(_) => Sort::Staff,
            Self::Ticket(_) => Sort::Ticket,
        }
    }

    /// Its id, with its prefix.
    pub fn id(self) -> String {
        match self {
            Self::Contact(id) => id.to_string(),
            Self::Customer(id) => id.to_string(),
            Self::Organisation(id) => id.to_string(),
            Self::Staff(id) => id.to_string(),
            Self::Ticket(id) => id.to_string(),
        }
    }

    /// A number to spread records evenly over shards.
    pub fn spread(self) -> u64 {
        match self {
            Self::Contact(id) => id.spread(),
            Self::Customer(id) => id.spread(),
            Self::Organisation(id) => id.spread(),
            Self::Staff(id) => id.spread(),
            Self::Ticket(id) => id.spread(),
        }
    }
}

/// The text is the id of nothing that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of a contact, a customer, an organisation, staff or a ticket")]
pub struct NotFindable;

impl From<Found> for String {
    fn from(found: Found) -> Self {
        found.id()
    }
}

impl TryFrom<String> for Found {
    type Error = NotFindable;

    fn try_from(id: String) -> Result<Self, NotFindable> {
        let contact = || id.parse().ok().map(Self::Contact);
        let customer = || id.parse().ok().map(Self::Customer);
        let organisation = || id.parse().ok().map(Self::Organisation);
        let staff = || id.parse().ok().map(Self::Staff);
        let ticket = || id.parse().ok().map(Self::Ticket);
        contact().or_else(customer).or_else(organisation).or_else(staff).or_else(ticket).ok_or(NotFindable)
    }
}

/// What a record is found by, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// It.
    pub found: Found,
    /// Its place among others of its sort, as lists have it: the greatest is the newest.
    pub place: String,
    /// What it is found by.
    pub terms: Terms,
    /// Who finds it.
    pub circles: BTreeSet<Circle>,
    /// By what else it stands in lists, and for whom.
    pub marks: BTreeSet<(Circle, Mark)>,
    /// Its name, where everybody who finds it may see it: the record need not be read then.
    pub name: Option<String>,
    /// The circle besides [`Circle::Own`] in which the same person may find it again.
    pub also: Option<Circle>,
}

impl From<&Contact> for Findable {
    fn from(contact: &Contact) -> Self {
        let found = Found::Contact(contact.contact_id);
        let mut terms = Terms::default();
        if let Some(landline) = &contact.phone {
            terms.phone(landline.as_str());
        }
        let also = Some(Circle::Dimension(contact.dimension_id));
        Self {
            found,
            place: found.id(),
            terms: of_subject(terms, contact.into()),
            circles: Circle::of_subject(contact.into()),
            marks: Mark::of_subject(contact.into()),
            name: None,
            also,
        }
    }
}

impl From<&Customer> for Findable {
    fn from(customer: &Customer) -> Self {
        let found = Found::Customer(customer.customer_id);
        let mut terms = Terms::default();
        if let Some(landline) = &customer.phone {
            terms.phone(landline.as_str());
        }
        let (circles, marks) = (Circle::of_subject(customer.into()), Mark::of_subject(customer.into()));
        Self { found, place: found.id(), terms: of_subject(terms, customer.into()), circles, marks, name: None, also: None }
    }
}

impl From<&Organisation> for Findable {
    fn from(organisation: &Organisation) -> Self {
        let mut terms = Terms::default();
        terms.name(organisation.name.as_str());
        colleagues(Found::Organisation(organisation.organisation_id), terms, organisation.name.to_string())
    }
}

impl From<&StaffMember> for Findable {
    /// By name alone: colleagues do not see each other's addresses.
    fn from(member: &StaffMember) -> Self {
        let mut terms = Terms::default();
        terms.name(member.name.as_str());
        colleagues(Found::Staff(member.identity_id), terms, member.name.to_string())
    }
}

impl From<&Ticket> for Findable {
    fn from(ticket: &Ticket) -> Self {
        let mut terms = Terms::default();
        terms.number(ticket.ticket_number);
        terms.title(ticket.title.as_str());
        Self {
            found: Found::Ticket(ticket.ticket_id),
            place: ticket.ticket_id.sorted_by(ticket.submitted_at),
            terms,
            circles: Circle::of_ticket(ticket),
            marks: Mark::of_ticket(ticket),
            name: None,
            also: Some(Circle::Queue(ticket.queue_id)),
        }
    }
}

fn of_subject(mut terms: Terms, subject: Subject<'_>) -> Terms {
    terms.name(subject.name.as_str());
    if let Some(mobile) = subject.mobile {
        terms.phone(mobile.as_str());
    }
    if let Some(email) = subject.email {
        terms.email(email.as_str());
        terms.email(&email.ascii());
    }
    terms
}

fn colleagues(found: Found, terms: Terms, name: String) -> Findable {
    let circles = BTreeSet::from([Circle::Colleagues]);
    Findable { found, place: found.id(), terms, circles, marks: BTreeSet::new(), name: Some(name), also: None }
}
