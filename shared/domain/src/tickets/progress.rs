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
    /// The number that it waited under; none in what was seen before it was kept.
    #[serde(default)]
    pub number: Option<u64>,
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
    /// It left its place itself and came back to the end of the lane: it was re-opened, moved there and back, or was
    /// urgent for a while. What others did explains nothing of its place.
    JoinedAnew,
}

impl Seen {
    /// What is seen now.
    pub fn new(at: Timestamp, ticket: &Ticket, place: Place, lanes: &Lanes) -> Self {
        let Ticket { queue_id: queue, lane, number, .. } = *ticket;
        Self { at, queue, lane, number: Some(number), position: place.position, left: lanes.left(), urgent: lanes.urgent.next }
    }

    /// What changed from what was seen `before`.
    pub fn changes_since(&self, before: &Self) -> Changes {
        if before.queue != self.queue {
            return Changes::AnotherQueue;
        }
        // A lane gives each number out once: the same one is the same wait.
        if before.lane == self.lane && before.number.is_some_and(|number| Some(number) != self.number) {
            return Changes::JoinedAnew;
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
            number: Some(20),
            position: 9,
            left: Left { accepted: 4, ..Left::default() },
            urgent: 1,
        };
        let now = Seen { position: 7, left: Left { accepted: 6, withdrawn: 1, moved: 0 }, urgent: 2, ..before };
        let left = Left { accepted: 2, withdrawn: 1, moved: 0 };
        assert_eq!(now.changes_since(&before), Changes::Here { left, urgent: 1, left_ahead: Some(3) });
        // who is urgent himself is not overtaken, and his own way there is no departure
        let ahead = Seen { lane: Lane::Urgent, number: Some(1), position: 2, ..now };
        assert_eq!(ahead.changes_since(&before), Changes::Here { left, urgent: 0, left_ahead: None });
        let elsewhere =
            Seen { queue: QueueId::new(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1), &Counting::default()), ..now };
        assert_eq!(elsewhere.changes_since(&before), Changes::AnotherQueue);
        // it left itself and came back: nobody else moved it
        let again = Seen { number: Some(31), position: 12, ..now };
        assert_eq!(again.changes_since(&before), Changes::JoinedAnew);
        // what was seen before numbers were kept says nothing of it
        let mut kept = serde_json::to_value(before).unwrap();
        kept.as_object_mut().unwrap().remove("number");
        let old: Seen = serde_json::from_value(kept).unwrap();
        assert_eq!(again.changes_since(&old), Changes::Here { left, urgent: 1, left_ahead: Some(0) });
    }
}
