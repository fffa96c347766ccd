//! What people do with a ticket: each move asks the transition table, says what the ticket is then, and
//! leaves an entry in the timeline (F9).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::departures::Lane;
use super::queue::Queue;
use super::rating::{Comment, EDITABLE, Rating, Stars};
use super::share::{MOST_SHARES, Share};
use super::state::{IllegalMove, Move, ReplyMethod, TicketState};
use super::ticket::{Acceptance, Completion, Ticket, Urge};
use super::timeline::{Author, Entry, Message, Side, What};
use crate::id::IdentityId;
use crate::text::{Name, Remark};

/// How long a completed ticket may be re-opened; then it is closed (decision 7).
pub const REOPENABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long one waits before urging again.
pub const BETWEEN_URGES: SignedDuration = SignedDuration::from_mins(30);

/// Who does something, and when.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// An agent.
#[derive(Debug, Clone)]
pub struct Agent {
    /// His identity.
    pub identity_id: IdentityId,
    /// His name.
    pub name: Name,
}

/// A ticket after a move.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The ticket.
    pub ticket: Ticket,
    /// Entries of its timeline that are written with it, as one row.
    pub entries: Vec<Entry>,
}

/// Why it is not urged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotUrged {
    /// It does not wait.
    State(IllegalMove),
    /// It was urged less than half an hour ago.
    Again {
        /// When it may be urged again.
        at: Timestamp,
    },
}

/// Why it is not given to somebody or moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTransferred {
    /// It is over.
    State(IllegalMove),
    /// It is in that queue, or that agent has it.
    AlreadyThere,
}

/// Why it is not re-opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReopened {
    /// It is not completed.
    State(IllegalMove),
    /// The 7 days are over.
    TooLate {
        /// Since when.
        since: Timestamp,
    },
}

/// Why it is not rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRated {
    /// It is not completed.
    State(IllegalMove),
    /// The rating was given too long ago to be changed.
    Fixed {
        /// Since when.
        since: Timestamp,
    },
}

/// It is shared with as many as it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyShares;

impl From<IllegalMove> for NotUrged {
    fn from(illegal: IllegalMove) -> Self {
        Self::State(illegal)
    }
}

impl From<IllegalMove> for NotTransferred {
    fn from(illegal: IllegalMove) -> Self {
        Self::State(illegal)
    }
}

impl From<IllegalMove> for NotReopened {
    fn from(illegal: IllegalMove) -> Self {
        Self::State(illegal)
    }
}

impl From<IllegalMove> for NotRated {
    fn from(illegal: IllegalMove) -> Self {
        Self::State(illegal)
    }
}

impl Ticket {
    /// The entries that are no rows: that it was submitted, and accepted, stands in the ticket itself until
    /// another entry is written. Accepting then costs no row more.
    pub fn pending(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        if self.written == 0 {
            let by = Author { identity_id: Some(self.submitter), name: Some(self.submitter_name.clone()), side: Side::Customer };
            entries.push(Entry { seq: 0, at: self.submitted_at, by, state: TicketState::Waiting, what: What::Submitted });
        }
        if let Some(acceptance) = self.acceptor.as_ref().filter(|acceptance| acceptance.entry >= self.written) {
            let by = Author { identity_id: Some(acceptance.by), name: Some(acceptance.by_name.clone()), side: Side::Staff };
            entries.push(Entry { seq: acceptance.entry, at: acceptance.at, by, state: TicketState::InProgress, what: What::Accepted });
        }
        entries
    }

    /// Entries in its timeline.
    pub fn entries(&self) -> u64 {
        self.pending().last().map_or(self.written, |entry| entry.seq + 1)
    }

    /// When it is closed, if nobody re-opens it.
    pub fn closes_at(&self) -> Option<Timestamp> {
        let completion = self.completion.as_ref().filter(|_| self.state == TicketState::Completed)?;
        Some(completion.at + REOPENABLE)
    }

    /// When it joined the queue that it is in, or was in last.
    pub fn queued_at(&self) -> Timestamp {
        self.requeued_at.unwrap_or(self.submitted_at)
    }

    /// The share of an identity.
    pub fn share_of(&self, identity: IdentityId) -> Option<&Share> {
        self.shares.iter().find(|share| share.identity_id == identity)
    }

    fn noting(self, before: &Self, stamp: &Stamp, what: What) -> Moved {
        let mut entries = before.pending();
        entries.push(Entry { seq: before.entries(), at: stamp.at, by: stamp.by.clone(), state: self.state, what });
        Moved { ticket: Self { written: before.entries() + 1, ..self }, entries }
    }

    fn with_state(&self, attempted: Move) -> Result<Self, IllegalMove> {
        let state = self.state.after(attempted)?;
        let joined_behind = self.joined_behind.filter(|_| state == TicketState::Waiting);
        Ok(Self { state, joined_behind, ..self.clone() })
    }

    /// An agent accepts it.
    pub fn accept(&self, agent: &Agent, at: Timestamp) -> Result<Moved, IllegalMove> {
        let acceptance = Acceptance { by: agent.identity_id, by_name: agent.name.clone(), at, entry: self.entries() };
        let ticket = Self { acceptor: Some(acceptance), ..self.with_state(Move::Accept)? };
        Ok(Moved { ticket, entries: Vec::new() })
    }

    /// The customer withdraws it.
    pub fn withdraw(&self, stamp: &Stamp) -> Result<Moved, IllegalMove> {
        Ok(self.with_state(Move::Withdraw)?.noting(self, stamp, What::Withdrawn))
    }

    /// The customer urges, at most once in half an hour.
    pub fn urge(&self, stamp: &Stamp) -> Result<Moved, NotUrged> {
        let next = self.with_state(Move::Urge)?;
        let times = match &self.urged {
            Some(urge) if stamp.at < urge.at + BETWEEN_URGES => return Err(NotUrged::Again { at: urge.at + BETWEEN_URGES }),
            Some(urge) => urge.times.saturating_add(1),
            None => 1,
        };
        Ok(Self { urged: Some(Urge { at: stamp.at, times }), ..next }.noting(self, stamp, What::Urged))
    }

    /// The agent replies.
    pub fn reply(&self, stamp: &Stamp, text: Message) -> Result<Moved, IllegalMove> {
        Ok(self.with_state(Move::Reply)?.noting(self, stamp, What::Replied { text }))
    }

    /// Staff note something, in any state.
    pub fn note(&self, stamp: &Stamp, text: Message) -> Moved {
        self.clone().noting(self, stamp, What::Noted { text })
    }

    /// The agent asks the customer.
    pub fn ask(&self, stamp: &Stamp, text: Message) -> Result<Moved, IllegalMove> {
        Ok(self.with_state(Move::Ask)?.noting(self, stamp, What::Asked { text }))
    }

    /// The customer answers, or adds something while nobody asked.
    pub fn answer(&self, stamp: &Stamp, text: Message) -> Result<Moved, IllegalMove> {
        Ok(self.with_state(Move::Answer)?.noting(self, stamp, What::Answered { text }))
    }

    /// It is given to an agent, who has it from now on.
    pub fn assign(&self, stamp: &Stamp, agent: &Agent, reason: Remark) -> Result<Moved, NotTransferred> {
        let next = self.with_state(Move::Assign)?;
        if self.acceptor.as_ref().is_some_and(|acceptance| acceptance.by == agent.identity_id) {
            return Err(NotTransferred::AlreadyThere);
        }
        // Its entry is the one written now, so that the acceptance is not told twice.
        let acceptance = Acceptance { by: agent.identity_id, by_name: agent.name.clone(), at: stamp.at, entry: self.entries() };
        let what = What::Assigned { agent: agent.identity_id, agent_name: agent.name.clone(), reason };
        Ok(Self { acceptor: Some(acceptance), ..next }.noting(self, stamp, what))
    }

    /// It moves to another queue, where it waits under the number that it takes there. Nobody has it then.
    pub fn requeue(&self, stamp: &Stamp, queue: &Queue, reason: Option<Remark>) -> Result<Moved, NotTransferred> {
        let next = self.with_state(Move::Requeue)?;
        if self.queue_id == queue.queue_id {
            return Err(NotTransferred::AlreadyThere);
        }
        let what = What::Requeued {
            from: self.queue_id,
            from_name: self.queue_name.clone(),
            to: queue.queue_id,
            to_name: queue.name.clone(),
            reason,
        };
        let next = Self { queue_id: queue.queue_id, queue_name: queue.name.clone(), ..next.requeued(stamp.at) };
        Ok(next.noting(self, stamp, what))
    }

    /// The agent completes it with a handling reply and acceptance information.
    pub fn complete(&self, agent: &Agent, at: Timestamp, reply: Message, information: Option<Message>) -> Result<Moved, IllegalMove> {
        let next = self.with_state(Move::Complete)?;
        let completion = Completion {
            by: agent.identity_id,
            by_name: agent.name.clone(),
            at,
            reply: reply.clone(),
            information: information.clone(),
            rating: None,
        };
        let by = Author { identity_id: Some(agent.identity_id), name: Some(agent.name.clone()), side: Side::Staff };
        let what = What::Completed { reply, information };
        Ok(Self { completion: Some(completion), ..next }.noting(self, &Stamp { by, at }, what))
    }

    /// It waits again, at the end of its queue, within 7 days of its completion.
    pub fn reopen(&self, stamp: &Stamp, reason: Remark) -> Result<Moved, NotReopened> {
        let next = self.with_state(Move::Reopen)?;
        if let Some(since) = self.closes_at().filter(|since| stamp.at >= *since) {
            return Err(NotReopened::TooLate { since });
        }
        Ok(next.requeued(stamp.at).noting(self, stamp, What::Reopened { reason }))
    }

    /// At the end of a queue once more: nothing of the time in the queue before counts any longer.
    fn requeued(self, at: Timestamp) -> Self {
        Self { lane: Lane::Normal, urgent: None, acceptor: None, urged: None, missed: BTreeSet::new(), requeued_at: Some(at), ..self }
    }

    /// Its 7 days are over at `at`; `None` if they are not, or it is not completed any more.
    pub fn close(&self, at: Timestamp) -> Option<Moved> {
        let next = self.with_state(Move::Close).ok()?;
        self.closes_at().filter(|closes_at| at >= *closes_at)?;
        let stamp = Stamp { by: Author { identity_id: None, name: None, side: Side::System }, at };
        Some(next.noting(self, &stamp, What::Closed))
    }

    /// The customer rates its completion, or changes his rating within 7 days (F13).
    pub fn rate(&self, stamp: &Stamp, stars: Stars, comment: Option<Comment>) -> Result<Moved, NotRated> {
        let next = self.with_state(Move::Rate)?;
        let Some(completion) = &self.completion else {
            return Err(NotRated::State(IllegalMove { from: self.state, attempted: Move::Rate }));
        };
        let first = completion.rating.as_ref().map_or(stamp.at, |rating| rating.at);
        if stamp.at >= first + EDITABLE {
            return Err(NotRated::Fixed { since: first + EDITABLE });
        }
        let rating = Rating { stars, comment: comment.clone(), at: first };
        let completion = Completion { rating: Some(rating), ..completion.clone() };
        Ok(Self { completion: Some(completion), ..next }.noting(self, stamp, What::Rated { stars, comment }))
    }

    /// It is shared with somebody, or on other terms than before.
    pub fn share(&self, stamp: &Stamp, share: Share) -> Result<Moved, TooManyShares> {
        let what = What::Shared { with: share.identity_id, with_name: share.name.clone(), may_comment: share.may_comment };
        let mut shares: Vec<Share> = self.shares.iter().filter(|other| other.identity_id != share.identity_id).cloned().collect();
        if shares.len() >= MOST_SHARES {
            return Err(TooManyShares);
        }
        shares.push(share);
        Ok(Self { shares, ..self.clone() }.noting(self, stamp, what))
    }

    /// A share is taken back; `None` if there is none.
    pub fn unshare(&self, stamp: &Stamp, identity: IdentityId) -> Option<Moved> {
        let share = self.share_of(identity)?;
        let what = What::Unshared { with: identity, with_name: share.name.clone() };
        let shares = self.shares.iter().filter(|other| other.identity_id != identity).cloned().collect();
        Some(Self { shares, ..self.clone() }.noting(self, stamp, what))
    }

    /// Progress is told elsewhere from now on.
    pub fn tell_by(&self, stamp: &Stamp, reply_method: ReplyMethod) -> Moved {
        Self { reply_method, ..self.clone() }.noting(self, stamp, What::ReplyMethodChanged { to: reply_method })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Id;
    use crate::text::Line;
    use crate::tickets::QueueCode;
    use crate::time::testing::Counting;

    fn text<const MAX: usize>(text: &str) -> crate::text::Paragraphs<MAX> {
        text.to_owned().try_into().unwrap()
    }

    fn name(text: &str) -> Name {
        Line::try_from(text.to_owned()).unwrap()
    }

    struct World {
        entropy: Counting,
        agent: Agent,
        other: Agent,
        queues: [Queue; 2],
        ticket: Ticket,
    }

    fn world() -> World {
        let entropy = Counting::default();
        let start = Timestamp::UNIX_EPOCH;
        let tenant_id = Id::new(start, &entropy);
        let queue = |code| Queue::new(tenant_id, Id::new(start, &entropy), QueueCode(code), name("售后"));
        let queues = [queue(1), queue(2)];
        let agent = |who| Agent { identity_id: Id::new(start, &entropy), name: name(who) };
        let (one, other) = (agent("何雨"), agent("李娜"));
        let ticket = Ticket { tenant_id, queue_id: queues[0].queue_id, ..super::super::ticket::testing::ticket(&entropy) };
        World { entropy, agent: one, other, queues, ticket }
    }

    impl World {
        fn stamp(&self, side: Side, at: Timestamp) -> Stamp {
            let by = Author { identity_id: Some(Id::new(at, &self.entropy)), name: Some(name("某人")), side };
            Stamp { by, at }
        }

        /// Tries a move; `None` if it is refused.
        fn attempt(&self, ticket: &Ticket, step: Move, at: Timestamp) -> Option<Moved> {
            let (customer, staff) = (self.stamp(Side::Customer, at), self.stamp(Side::Staff, at));
            match step {
                Move::Submit => None,
                Move::Accept => ticket.accept(&self.agent, at).ok(),
                Move::Urge => ticket.urge(&customer).ok(),
                Move::Withdraw => ticket.withdraw(&customer).ok(),
                Move::Reply => ticket.reply(&staff, text("好")).ok(),
                Move::Ask => ticket.ask(&staff, text("型号?")).ok(),
                Move::Answer => ticket.answer(&customer, text("E-204")).ok(),
                Move::Assign => {
                    let has = ticket.acceptor.as_ref().is_some_and(|acceptance| acceptance.by == self.agent.identity_id);
                    ticket.assign(&staff, if has { &self.other } else { &self.agent }, text("换班")).ok()
                }
                Move::Requeue => {
                    let next = usize::from(ticket.queue_id == self.queues[0].queue_id);
                    ticket.requeue(&staff, &self.queues[next], Some(text("账单"))).ok()
                }
                Move::Complete => ticket.complete(&self.agent, at, text("已修好"), None).ok(),
                Move::Rate => ticket.rate(&customer, Stars::try_from(5).unwrap(), None).ok(),
                Move::Reopen => ticket.reopen(&customer, text("又坏了")).ok(),
                Move::Close => ticket.close(at),
            }
        }
    }

    fn moves() -> impl Strategy<Value = Vec<(Move, i64)>> {
        let step = (proptest::sample::select(Move::ALL.to_vec()), prop_oneof![Just(0), 1..30_i64, 30..20_000_i64]);
        proptest::collection::vec(step, 0..60)
    }

    proptest! {
        // F9, decision 7: whatever is tried in whatever order, only the table's moves are made, and what a
        // ticket holds fits its state; its timeline has every entry once and in order
        #[test]
        fn a_life_is_a_path_through_the_table(steps in moves()) {
            let world = world();
            let mut ticket = world.ticket.clone();
            let mut at = Timestamp::UNIX_EPOCH;
            let mut rows: Vec<Entry> = Vec::new();
            for (step, minutes) in steps {
                at += SignedDuration::from_mins(minutes);
                let Some(moved) = world.attempt(&ticket, step, at) else { continue };
                prop_assert_eq!(ticket.state.after(step), Ok(moved.ticket.state));
                rows.extend(moved.entries);
                ticket = moved.ticket;
                prop_assert_eq!(rows.len() as u64, ticket.written);
                let mut timeline = rows.clone();
                timeline.extend(ticket.pending());
                let numbered: Vec<u64> = timeline.iter().map(|entry| entry.seq).collect();
                prop_assert_eq!(numbered, (0..ticket.entries()).collect::<Vec<_>>());
                prop_assert_eq!(timeline.last().map(|entry| entry.state), Some(ticket.state));
                let taken = matches!(ticket.state, TicketState::InProgress | TicketState::AwaitingCustomer);
                prop_assert!(!taken || ticket.acceptor.is_some());
                prop_assert!(ticket.state != TicketState::Waiting || ticket.acceptor.is_none());
                let over = matches!(ticket.state, TicketState::Completed | TicketState::Closed);
                prop_assert!(!over || ticket.completion.is_some());
            }
        }
    }

    // what the table does not name is refused, from every state
    #[test]
    fn a_state_allows_what_the_table_names_and_nothing_else() {
        let world = world();
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 30);
        let completed = world.attempt(&world.attempt(&world.ticket, Move::Accept, at).unwrap().ticket, Move::Complete, at).unwrap().ticket;
        for state in TicketState::ALL {
            for step in Move::ALL {
                let ticket = Ticket { state, ..completed.clone() };
                let later = if step == Move::Close { at + REOPENABLE } else { at };
                let allowed = state.after(step).is_ok() && step != Move::Submit;
                assert_eq!(world.attempt(&ticket, step, later).is_some(), allowed, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn urging_re_opening_closing_and_rating_have_their_times() {
        let world = world();
        let start = Timestamp::UNIX_EPOCH;
        let minutes = |count| start + SignedDuration::from_mins(count);
        let urged = world.attempt(&world.ticket, Move::Urge, start).unwrap().ticket;
        assert_eq!(urged.urge(&world.stamp(Side::Customer, minutes(29))).unwrap_err(), NotUrged::Again { at: minutes(30) });
        let again = world.attempt(&urged, Move::Urge, minutes(30)).unwrap().ticket;
        assert_eq!(again.urged, Some(Urge { at: minutes(30), times: 2 }));

        let accepted = world.attempt(&again, Move::Accept, start).unwrap().ticket;
        let completed = world.attempt(&accepted, Move::Complete, start).unwrap().ticket;
        let end = start + REOPENABLE;
        let before = end - SignedDuration::from_secs(1);
        assert!(completed.close(before).is_none() && world.attempt(&completed, Move::Reopen, before).is_some());
        let late = completed.reopen(&world.stamp(Side::Customer, end), text("x")).unwrap_err();
        assert_eq!(late, NotReopened::TooLate { since: end });
        let closed = completed.close(end).unwrap().ticket;
        assert_eq!((closed.state, closed.closes_at()), (TicketState::Closed, None));

        // S001-21, F13: rated once it is over, changed for 7 days
        let rated = world.attempt(&closed, Move::Rate, end).unwrap().ticket;
        let changed = rated
            .rate(&world.stamp(Side::Customer, end + EDITABLE - SignedDuration::from_secs(1)), Stars::try_from(2).unwrap(), None)
            .unwrap()
            .ticket;
        let rating = changed.completion.as_ref().and_then(|completion| completion.rating.clone()).unwrap();
        assert_eq!((rating.stars, rating.at), (Stars::try_from(2).unwrap(), end));
        let fixed = changed.rate(&world.stamp(Side::Customer, end + EDITABLE), Stars::try_from(1).unwrap(), None).unwrap_err();
        assert_eq!(fixed, NotRated::Fixed { since: end + EDITABLE });
    }
}
