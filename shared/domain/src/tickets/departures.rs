//! The place in a queue, from a tree of departures.
//!
//! A queue hands out numbers 0, 1, 2, …; people leave from anywhere in the middle. What is kept is who
//! left: one bit per number in blocks, one count per block in super rows. A ticket's place is its number
//! plus one, less those before it that left. Every term only grows, so a place that was computed never
//! rises (see `docs/DATA.md`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Numbers per mask: 126 bits are at most 38 decimal digits, what a DynamoDB number holds exactly.
pub const MASK_BITS: u64 = 126;
/// Masks per block: as many as a row of 1 KB takes, so that leaving costs no more than it must, and the
/// counts of a million tickets are few enough to be read for one unit.
pub const MASKS: usize = 32;
/// Numbers per block.
pub const BLOCK: u64 = MASK_BITS * MASKS as u64;
/// Blocks counted by one super row.
pub const COUNTS: u64 = 64;

/// Where a number's bit and count are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Which super row.
    pub super_row: u64,
    /// Which count in it.
    pub count: u64,
    /// Which block.
    pub block: u64,
    /// Which mask in the block.
    pub mask: u64,
    /// Which bit in the mask.
    pub bit: u64,
}

impl Slot {
    /// The slot of `number`.
    pub fn of(number: u64) -> Self {
        let block = number / BLOCK;
        let inside = number % BLOCK;
        Self { super_row: block / COUNTS, count: block % COUNTS, block, mask: inside / MASK_BITS, bit: inside % MASK_BITS }
    }

    /// The bit as the number to add to the mask.
    pub fn value(&self) -> u128 {
        1_u128 << self.bit
    }
}

/// The departures of one block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masks(pub [u128; MASKS]);

impl Masks {
    /// How many of the block's numbers before `number` have left. `number` is one of the block's.
    pub fn departed_before(&self, number: u64) -> u64 {
        let slot = Slot::of(number);
        let mut departed = 0;
        for (index, mask) in (0..).zip(self.0) {
            let counted = match index {
                index if index < slot.mask => mask,
                index if index == slot.mask => mask & (slot.value() - 1),
                _ => 0,
            };
            departed += u64::from(counted.count_ones());
        }
        departed
    }

    /// How many of the block's numbers have left.
    pub fn departed(&self) -> u64 {
        self.0.iter().map(|mask| u64::from(mask.count_ones())).sum()
    }

    /// Whether `number`, one of the block's, has left.
    pub fn has_departed(&self, number: u64) -> bool {
        let slot = Slot::of(number);
        let mask = usize::try_from(slot.mask).ok().and_then(|mask| self.0.get(mask));
        mask.is_some_and(|mask| mask & slot.value() != 0)
    }

    /// The numbers of `block`, which these are the departures of, that wait; `next` is the first that was not
    /// given out.
    pub fn waiting(&self, block: u64, next: u64) -> impl Iterator<Item = u64> + '_ {
        (block * BLOCK..next.min((block + 1) * BLOCK)).filter(|number| !self.has_departed(*number))
    }
}

/// A block as one read shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Block {
    /// Which.
    pub number: u64,
    /// Who left.
    pub masks: Masks,
    /// How many had ever become urgent when the last of them left this block; 0 if none left it so.
    pub overtaken: u64,
}

/// A lane of a queue. Each hands out numbers of its own and is a tree of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Where everybody joins.
    #[default]
    Normal,
    /// 加急: it goes ahead of the normal one.
    Urgent,
}

impl Lane {
    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
        }
    }

    /// Whether it is the one where everybody joins, which rows leave out.
    pub fn is_normal(&self) -> bool {
        *self == Self::Normal
    }
}

/// Why a number left its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// An agent accepted the ticket.
    Accepted,
    /// The customer withdrew it.
    Withdrawn,
    /// It waits in another queue now.
    Moved,
    /// It became urgent: it left the normal lane for this number of the urgent one.
    BecameUrgent {
        /// The number.
        number: u64,
    },
    /// It is urgent no more: it left the urgent lane.
    UrgentNoMore,
    /// Nobody ever stood there.
    Voided,
}

/// How many left a lane, by why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Accepted.
    pub accepted: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Went to another queue.
    pub moved: u64,
}

impl Left {
    /// Those who left after `before` was counted.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            accepted: self.accepted.saturating_sub(before.accepted),
            withdrawn: self.withdrawn.saturating_sub(before.withdrawn),
            moved: self.moved.saturating_sub(before.moved),
        }
    }

    /// Of this lane and another together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { accepted: self.accepted + other.accepted, withdrawn: self.withdrawn + other.withdrawn, moved: self.moved + other.moved }
    }
}

/// What one read of a lane's head shows: how many numbers it gave out and how many of each block left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Numbers given out.
    pub next: u64,
    /// (block, departed) of every block that anybody left.
    pub departed: Vec<(u64, u64)>,
    /// Why they left.
    pub left: Left,
    /// When the latest were accepted, in no order.
    pub accepted_at: Vec<Timestamp>,
    /// How many had ever become urgent when the last of them left this lane, which is the normal one.
    pub overtaken: u64,
}

impl Head {
    /// Numbers that wait.
    pub fn waiting(&self) -> u64 {
        let all: u64 = self.departed.iter().map(|(_, count)| count).sum();
        self.next.saturating_sub(all)
    }

    /// Blocks in which somebody may wait, in order, each with how many.
    pub fn waiting_by_block(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let departed = |block: u64| self.departed.iter().find(|(of, _)| *of == block).map_or(0, |(_, count)| *count);
        let waiting = move |block: u64| BLOCK.min(self.next - block * BLOCK).saturating_sub(departed(block));
        (0..self.next.div_ceil(BLOCK)).map(move |block| (block, waiting(block))).filter(|(_, waiting)| *waiting > 0)
    }
}

/// Both lanes of a queue, as one read shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The normal lane.
    pub normal: Head,
    /// The urgent lane.
    pub urgent: Head,
}

impl Lanes {
    /// One of them.
    pub fn lane(&self, lane: Lane) -> &Head {
        match lane {
            Lane::Normal => &self.normal,
            Lane::Urgent => &self.urgent,
        }
    }

    /// Tickets that wait in either.
    pub fn waiting(&self) -> u64 {
        self.normal.waiting() + self.urgent.waiting()
    }

    /// Tickets that wait before a joiner of the normal lane who takes `number`. They may be read before or after it is
    /// taken: who joined behind it is not before it.
    pub fn waiting_before(&self, number: u64) -> u64 {
        let normal = Head { next: self.normal.next.min(number), ..self.normal.clone() };
        normal.waiting() + self.urgent.waiting()
    }

    /// Whether these lanes, and a block of the normal one that was read at the same time, know of the same tickets that
    /// became urgent. Such a ticket leaves the one lane and joins the other: who saw only half of it would tell a place
    /// that never was. Every other departure may be seen by the one and not yet by the other.
    pub fn agree_with(&self, block: &Block) -> bool {
        // The urgent lane's head is read before the rows of the normal one, so one in between shows here.
        let whole = self.normal.overtaken == self.urgent.next;
        let departed = self.normal.departed.iter().find(|(of, _)| *of == block.number).map_or(0, |(_, count)| *count);
        // Read later, the block may know of one more that became urgent; read earlier, it knows of fewer departures.
        whole && block.overtaken <= self.urgent.next && block.masks.departed() >= departed
    }

    /// How many left the queue, by why.
    pub fn left(&self) -> Left {
        self.normal.left.and(self.urgent.left)
    }

    /// When the latest were accepted, in no order.
    pub fn accepted_at(&self) -> Vec<Timestamp> {
        [self.normal.accepted_at.as_slice(), self.urgent.accepted_at.as_slice()].concat()
    }
}

/// A ticket's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 for the next to be served 排在第几位.
    pub position: u64,
    /// Tickets waiting in the queue 等待受理工单的数量.
    pub waiting: u64,
}

/// The place of `number` of `lane` in a queue with these lanes, whose block has these departures. Who waits
/// in the urgent lane goes ahead of the normal one.
pub fn place(lane: Lane, number: u64, lanes: &Lanes, block: &Masks) -> Place {
    let own = number / BLOCK;
    let head = lanes.lane(lane);
    let earlier: u64 = head.departed.iter().filter(|(block, _)| *block < own).map(|(_, count)| count).sum();
    let ahead = match lane {
        Lane::Normal => lanes.urgent.waiting(),
        Lane::Urgent => 0,
    };
    let position = ahead + (number + 1).saturating_sub(earlier + block.departed_before(number));
    // The head and the block are read one after the other; somebody who left in between must not make
    // the total smaller than the place.
    Place { position, waiting: lanes.waiting().max(position) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_cover_every_number_once() {
        assert_eq!(Slot::of(0), Slot { super_row: 0, count: 0, block: 0, mask: 0, bit: 0 });
        assert_eq!(Slot::of(125).bit, 125);
        assert_eq!(Slot::of(126), Slot { super_row: 0, count: 0, block: 0, mask: 1, bit: 0 });
        assert_eq!(Slot::of(BLOCK), Slot { super_row: 0, count: 1, block: 1, mask: 0, bit: 0 });
        assert_eq!(Slot::of(COUNTS * BLOCK), Slot { super_row: 1, count: 0, block: 64, mask: 0, bit: 0 });
    }

    // F11: a place is told from lanes and a block that saw the same tickets become urgent, in whatever order they were read
    #[test]
    fn half_of_becoming_urgent_is_noticed() {
        let lanes = |urgent, overtaken, departed| Lanes {
            normal: Head { next: 9, departed: vec![(0, departed)], overtaken, ..Head::default() },
            urgent: Head { next: urgent, ..Head::default() },
        };
        let block = |bits: u128, overtaken| {
            let mut masks = Masks::default();
            masks.0[0] = bits;
            Block { number: 0, masks, overtaken }
        };
        assert!(Lanes::default().agree_with(&Block::default()));
        assert!(lanes(2, 2, 2).agree_with(&block(0b11, 2)));
        assert!(lanes(2, 2, 2).agree_with(&block(0b111, 1)), "another left by itself, after the lanes were read");
        assert!(!lanes(2, 3, 3).agree_with(&block(0b111, 3)), "the third while the lanes were read");
        assert!(!lanes(2, 2, 2).agree_with(&block(0b111, 3)), "the third before the block was read");
        assert!(!lanes(3, 3, 3).agree_with(&block(0b11, 2)), "the third after the block was read");
        assert!(lanes(3, 3, 0).agree_with(&block(0, 0)), "all of other blocks");
    }

    // S001-18: whether the lanes are read before or after a number is taken, as many wait before it
    #[test]
    fn who_joins_behind_a_number_does_not_wait_before_it() {
        let lanes =
            |next| Lanes { normal: Head { next, departed: vec![(0, 2)], ..Head::default() }, urgent: Head { next: 1, ..Head::default() } };
        let before: Vec<u64> = [7, 8, 12].map(|next| lanes(next).waiting_before(7)).to_vec();
        assert_eq!(before, [6, 6, 6]);
        assert_eq!(Lanes::default().waiting_before(0), 0);
    }

    #[test]
    fn a_full_mask_fits_a_dynamodb_number() {
        let full = (0..MASK_BITS).map(|bit| 1_u128 << bit).sum::<u128>();
        assert_eq!(full.to_string().len(), 38);
    }

    /// The tree in memory: what the store keeps in rows.
    #[derive(Default)]
    struct Tree {
        next: u64,
        counts: std::collections::BTreeMap<u64, u64>,
        masks: std::collections::BTreeMap<u64, Masks>,
    }

    impl Tree {
        /// A queue whose first numbers have all left.
        fn after(gone: u64) -> Self {
            let whole = gone / BLOCK;
            let mut tree = Self { next: gone, counts: (0..whole).map(|block| (block, BLOCK)).collect(), ..Self::default() };
            for number in whole * BLOCK..gone {
                tree.leave(number);
            }
            tree
        }

        fn join(&mut self) -> u64 {
            self.next += 1;
            self.next - 1
        }

        fn leave(&mut self, number: u64) {
            let slot = Slot::of(number);
            *self.counts.entry(slot.block).or_default() += 1;
            self.masks.entry(slot.block).or_default().0[usize::try_from(slot.mask).unwrap()] += slot.value();
        }

        fn head(&self) -> Head {
            Head { next: self.next, departed: self.counts.iter().map(|(block, count)| (*block, *count)).collect(), ..Head::default() }
        }

        fn block(&self, number: u64) -> Masks {
            self.masks.get(&(number / BLOCK)).copied().unwrap_or_default()
        }
    }

    proptest::proptest! {
        // S001-18, F11: against two plain lists, over joins, leaves from anywhere and changes of the lane, across block and
        // super row borders. A place rises by one where a ticket went ahead as urgent, and never otherwise.
        #[test]
        fn the_trees_agree_with_plain_lists((blocks, near) in (0_u64..130, 0_u64..200), moves in proptest::collection::vec((0_u8..5, proptest::num::usize::ANY), 1..300)) {
            let mut normal = Tree::after((blocks * BLOCK).saturating_sub(near));
            let mut urgent = Tree::default();
            let (mut line, mut ahead): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
            let mut last_seen = std::collections::HashMap::new();
            for (kind, pick) in moves {
                let went_ahead = match kind {
                    0 if !line.is_empty() => {
                        normal.leave(line.remove(pick % line.len()));
                        ahead.push(urgent.join());
                        true
                    }
                    1 if !line.is_empty() => {
                        normal.leave(line.remove(pick % line.len()));
                        false
                    }
                    2 if !ahead.is_empty() => {
                        urgent.leave(ahead.remove(pick % ahead.len()));
                        false
                    }
                    _ => {
                        line.push(normal.join());
                        false
                    }
                };
                let lanes = Lanes { normal: normal.head(), urgent: urgent.head() };
                let waiting = (line.len() + ahead.len()) as u64;
                for (index, number) in (1..).zip(&ahead) {
                    proptest::prop_assert_eq!(place(Lane::Urgent, *number, &lanes, &urgent.block(*number)), Place { position: index, waiting });
                }
                for (index, number) in (ahead.len() as u64 + 1..).zip(&line) {
                    let place = place(Lane::Normal, *number, &lanes, &normal.block(*number));
                    proptest::prop_assert_eq!(place, Place { position: index, waiting });
                    let before = last_seen.insert(*number, place.position);
                    proptest::prop_assert!(before.is_none_or(|before| place.position <= before + u64::from(went_ahead)), "a place rose");
                }
                let found: Vec<u64> = lanes.normal.waiting_by_block().flat_map(|(block, count)| {
                    let waiting: Vec<u64> = normal.block(block * BLOCK).waiting(block, lanes.normal.next).collect();
                    assert_eq!(waiting.len() as u64, count);
                    waiting
                }).collect();
                proptest::prop_assert_eq!(&found, &line);
            }
        }
    }

    #[test]
    fn an_empty_queue_starts_at_one() {
        let lanes = Lanes { normal: Head { next: 1, ..Head::default() }, urgent: Head::default() };
        assert_eq!(place(Lane::Normal, 0, &lanes, &Masks::default()), Place { position: 1, waiting: 1 });
    }
}
