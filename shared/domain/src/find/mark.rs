//! Marks: by what a record stands in lists beside its words, so that a list of what has a mark reads nothing else. They
//! are kept as beginnings are, for each circle, and change with the record.

use std::collections::BTreeSet;

use super::Circle;
use crate::directory::{AccountState, Party, Subject};
use crate::id::{IdentityId, OrganisationId, QueueId};
use crate::tickets::{Ticket, TicketState};

/// One of them, as it stands in keys: it must never change. No beginning of a word has what it begins with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(String);

/// A list of tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketList {
    /// What an identity submitted.
    Submitted(IdentityId),
    /// What is shared with an identity.
    Shared(IdentityId),
    /// What an identity accepted, and nobody after it.
    Accepted(IdentityId),
    /// What is in a queue, in whatever state.
    Queue(QueueId),
    /// All of the tenant.
    All,
}

/// By what a list of tickets is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facets {
    /// The queue.
    pub queue: Option<QueueId>,
    /// The state.
    pub state: Option<TicketState>,
    /// The stars that the last completion got.
    pub stars: Option<u8>,
}

impl Mark {
    /// That an account is in this state.
    pub fn account(state: AccountState) -> Self {
        Self(format!("=account {}", state.as_str()))
    }

    /// That a contact is of this organisation.
    pub fn organisation(organisation: OrganisationId) -> Self {
        Self(format!("=organisation {organisation}"))
    }

    /// That it is a contact: the list of those who see some of them by their dimension is made of it.
    pub fn contact() -> Self {
        Self("=contact".to_owned())
    }

    /// As it stands in keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Those of a contact or a customer: the state of its account only for those who see the account tab (S004-11).
    pub fn of_subject(subject: Subject<'_>) -> BTreeSet<(Circle, Self)> {
        let circles = Circle::of_subject(subject);
        let accounts = subject.account_seers();
        let sees_account = |circle: &Circle| !matches!(circle, Circle::Own(identity) if !accounts.contains(identity));
        let account = Self::account(AccountState::of(subject.account));
        let mut marks: BTreeSet<(Circle, Self)> =
            circles.iter().copied().filter(sees_account).map(|circle| (circle, account.clone())).collect();
        if let Party::Contact { organisation_id, .. } = subject.party {
            // Who sees all has a list of all.
            let some = circles.iter().filter(|circle| **circle != Circle::All);
            marks.extend(some.map(|circle| (*circle, Self::contact())));
            marks.extend(circles.into_iter().map(|circle| (circle, Self::organisation(organisation_id))));
        }
        marks
    }

    /// Those of a ticket, in each of the lists that it stands in.
    pub fn of_ticket(ticket: &Ticket) -> BTreeSet<(Circle, Self)> {
        let facets = Facets { queue: Some(ticket.queue_id), state: Some(ticket.state), stars: ticket.stars() };
        let accepted = ticket.acceptor.as_ref().map(|acceptance| TicketList::Accepted(acceptance.by));
        let shared = ticket.shares.iter().map(|share| TicketList::Shared(share.identity_id));
        let lists = [TicketList::Submitted(ticket.submitter), TicketList::Queue(ticket.queue_id), TicketList::All];
        let lists = lists.into_iter().chain(accepted).chain(shared);
        lists.flat_map(|list| facets.marks(list).into_iter().map(move |mark| (list.circle(), mark))).collect()
    }
}

impl TicketList {
    /// In which circle it is looked through.
    pub fn circle(self) -> Circle {
        match self {
            Self::Submitted(identity) | Self::Shared(identity) | Self::Accepted(identity) => Circle::Own(identity),
            Self::Queue(queue) => Circle::Queue(queue),
            Self::All => Circle::All,
        }
    }

    /// The name in keys: what is somebody's own is in one circle.
    fn as_str(self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::Shared(_) => "shared",
            Self::Accepted(_) => "accepted",
            Self::Queue(_) | Self::All => "in",
        }
    }
}

impl Facets {
    /// The marks that narrow a list to them. Nothing has a mark that says no more than the list, nor one that says
    /// that it is closed, as in the end most are.
    pub fn marks(self, list: TicketList) -> Vec<Mark> {
        let named = |what: String| Mark(format!("={} {what}", list.as_str()));
        let queue = self.queue.filter(|_| matches!(list.circle(), Circle::Own(_)));
        let state = self.state.filter(|state| *state != TicketState::Closed);
        let stars = self.stars.map(|stars| named(format!("stars {stars}")));
        let queue = queue.map(|queue| named(format!("queue {queue}")));
        let state = state.map(|state| named(format!("state {}", state.as_str())));
        stars.into_iter().chain(queue).chain(state).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::Question;
    use crate::id::Id;
    use crate::time::Timestamp;
    use crate::time::testing::Counting;

    fn texts(marks: &[Mark]) -> Vec<&str> {
        marks.iter().map(Mark::as_str).collect()
    }

    /// Marks are what kept rows are found by: a changed one loses them.
    #[test]
    fn marks_never_change() {
        let entropy = Counting::default();
        let (me, queue): (IdentityId, QueueId) = (Id::new(Timestamp::UNIX_EPOCH, &entropy), Id::new(Timestamp::UNIX_EPOCH, &entropy));
        let all = Facets { queue: Some(queue), state: Some(TicketState::Waiting), stars: Some(5) };
        let own = format!("=submitted queue {queue}");
        assert_eq!(texts(&all.marks(TicketList::Submitted(me))), ["=submitted stars 5", own.as_str(), "=submitted state waiting"]);
        assert_eq!(texts(&all.marks(TicketList::Queue(queue))), ["=in stars 5", "=in state waiting"]);
        assert_eq!(texts(&all.marks(TicketList::All)), ["=in stars 5", "=in state waiting"]);
        let closed = Facets { state: Some(TicketState::Closed), ..Facets::default() };
        assert!(closed.marks(TicketList::Accepted(me)).is_empty());
        assert_eq!(Mark::account(AccountState::Offboarded).as_str(), "=account offboarded");
        assert_eq!(Mark::contact().as_str(), "=contact");
        // Nobody can type one.
        for mark in ["=account open", "=in state waiting", "=in stars 5"] {
            let question = Question::typed(mark).unwrap();
            for sort in crate::find::Sort::ALL {
                assert!(question.beginnings(sort, 9).iter().all(|beginning| !beginning.starts_with('=')), "{mark}");
            }
        }
    }
}
