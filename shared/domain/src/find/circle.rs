//! Who finds what: the circles that a record is found in, and those that somebody looks in.
//!
//! They are the relations of [`crate::policy`] that are known without the record: a record stands in the circle of each
//! relation by which it may be seen, and somebody looks in the circles of the relations that he has. So nobody looks
//! through what he may not see, however much of it there is. Whoever shows a record asks the policy again.

use std::collections::BTreeSet;
use std::fmt;

use super::Sort;
use crate::agents::{Permission, Role};
use crate::directory::Subject;
use crate::id::{DimensionId, IdentityId, QueueId};
use crate::identity::{Authority, Binding, Identity};
use crate::tickets::Ticket;

/// Those who find a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circle {
    /// Everybody on the staff.
    Colleagues,
    /// Those who see all records of this sort.
    All,
    /// Who maintains the dimension.
    Dimension(DimensionId),
    /// Who serves the queue.
    Queue(QueueId),
    /// Who has a relation of his own to it.
    Own(IdentityId),
}

impl fmt::Display for Circle {
    /// As it stands in keys: it must never change.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Colleagues => f.write_str("COLLEAGUES"),
            Self::All => f.write_str("ALL"),
            Self::Dimension(dimension) => dimension.fmt(f),
            Self::Queue(queue) => queue.fmt(f),
            Self::Own(identity) => identity.fmt(f),
        }
    }
}

impl Circle {
    /// Where a contact or a customer is found.
    pub fn of_subject(subject: Subject<'_>) -> BTreeSet<Self> {
        let own = subject.seers().into_iter().map(Self::Own);
        own.chain(subject.dimension_id.map(Self::Dimension)).chain([Self::All]).collect()
    }

    /// Where a ticket is found.
    pub fn of_ticket(ticket: &Ticket) -> BTreeSet<Self> {
        let own = [ticket.submitter].into_iter().chain(ticket.acceptor.as_ref().map(|acceptance| acceptance.by));
        let own = own.chain(ticket.shares.iter().map(|share| share.identity_id)).map(Self::Own);
        own.chain([Self::Queue(ticket.queue_id), Self::All]).collect()
    }

    /// Where `identity` looks for records of a sort.
    pub fn of_seer(identity: &Identity, sort: Sort) -> BTreeSet<Self> {
        let own = Self::Own(identity.identity_id);
        let authority = match &identity.binding {
            Binding::Internal { authority } => authority,
            Binding::External { .. } => return if sort == Sort::Ticket { BTreeSet::from([own]) } else { BTreeSet::new() },
        };
        let (administers, maintains) = (authority.role == Role::Administrator, sees_all_parties(authority));
        match sort {
            Sort::Organisation | Sort::Staff => BTreeSet::from([Self::Colleagues]),
            Sort::Ticket if administers => BTreeSet::from([Self::All]),
            Sort::Ticket => authority.queues.iter().copied().map(Self::Queue).chain([own]).collect(),
            Sort::Contact | Sort::Customer if maintains => BTreeSet::from([Self::All]),
            Sort::Contact => authority.maintains.iter().copied().map(Self::Dimension).chain([own]).collect(),
            Sort::Customer => BTreeSet::from([own]),
        }
    }
}

fn sees_all_parties(authority: &Authority) -> bool {
    authority.role == Role::Administrator || authority.permissions.contains(&Permission::MaintainExternal)
}
