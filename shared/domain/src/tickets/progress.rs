//! What changed around a waiting ticket since its customer looked last (S001-18): why the place moved.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Ticket;
use super::departures::{Lane, Lanes, Left, Place};
use crate::id::QueueId;

/// Tickets before one that is nearly its turn: "3 before you".
pub const NEAR: u64 = 3;

/// Whether the customer of a waiting ticket at `position` is to be told now that it is nearly its turn: once
/// for each wait, and not if it never stood further back.
pub fn comes_near(ticket: &Ticket, position: u64) -> bool {
    position <= NEAR + 1 && ticket.joined_behind.is_some_and(|behind| behind > NEAR)
}

/// What a customer saw: the place, and the counts that it is explained by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// The queue.
    pub queue: QueueId,
    /// The lane.
    pub lane: Lane,
    /// The place.
    pub position: u64,
    /// How many had left the queue, by why.
    pub left: Left,
    /// How many had ever become urgent.
    pub urgent: u64,
}

/// Why the place is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// The ticket waits in the same queue.
    Here {
        /// Who left the queue since, from before the ticket or from behind it.
        left: Left,
        /// Tickets that went ahead because they became urgent.
        urgent: u64,
        /// How many of those before the ticket left their place. Exact: the place is what it was, less these,
        /// and the urgent ones more. `None` where the ticket itself changed the lane.
        left_ahead: Option<u64>,
    },
    /// It waits in another queue now.
    AnotherQueue,
}

impl Seen {
    /// What is seen now.
    pub fn new(at: Timestamp, queue: QueueId, lane: Lane, place: Place, lanes: &Lanes) -> Self {
        Self { at, queue, lane, position: place.position, left: lanes.left(), urgent: lanes.urgent.next }
    }

    /// What changed from what was seen `before`.
    pub fn changes_since(&self, before: &Self) -> Changes {
        if before.queue != self.queue {
            return Changes::AnotherQueue;
        }
        let became_urgent = self.urgent.saturating_sub(before.urgent);
        // Who becomes urgent stands behind who was before him.
        let urgent = if self.lane == Lane::Normal { became_urgent } else { 0 };
        let left_ahead = (self.lane == before.lane).then(|| (before.position + urgent).saturating_sub(self.position));
        Changes::Here { left: self.left.since(before.left), urgent, left_ahead }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::Counting;

    // "2 accepted, 1 withdrawn, 1 urgent went ahead"
    #[test]
    fn a_move_is_explained() {
        let queue = QueueId::new(Timestamp::UNIX_EPOCH, &Counting::default());
        let before = Seen {
            at: Timestamp::UNIX_EPOCH,
            queue,
            lane: Lane::Normal,
            position: 9,
            left: Left { accepted: 4, ..Left::default() },
            urgent: 1,
        };
        let now = Seen { position: 7, left: Left { accepted: 6, withdrawn: 1, moved: 0 }, urgent: 2, ..before };
        let left = Left { accepted: 2, withdrawn: 1, moved: 0 };
        assert_eq!(now.changes_since(&before), Changes::Here { left, urgent: 1, left_ahead: Some(3) });
        // who is urgent himself is not overtaken, and his own way there is no departure
        let ahead = Seen { lane: Lane::Urgent, position: 2, ..now };
        assert_eq!(ahead.changes_since(&before), Changes::Here { left, urgent: 0, left_ahead: None });
        let elsewhere =
            Seen { queue: QueueId::new(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1), &Counting::default()), ..now };
        assert_eq!(elsewhere.changes_since(&before), Changes::AnotherQueue);
    }
}
