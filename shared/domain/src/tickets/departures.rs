//! The place in a queue, from a tree of departures.
//!
//! A queue hands out numbers 0, 1, 2, …; people leave from anywhere in the middle. What is kept is who
//! left: one bit per number in blocks, one count per block in super rows. A ticket's place is its number
//! plus one, less those before it that left. Every term only grows, so a place that was computed never
//! rises (see `docs/DATA.md`).

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
}

/// What one read of a queue's head shows: how many numbers it gave out and how many of each block left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Numbers given out.
    pub next: u64,
    /// (block, departed) of every block that anybody left.
    pub departed: Vec<(u64, u64)>,
}

/// A ticket's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 for the next to be served 排在第几位.
    pub position: u64,
    /// Tickets waiting in the queue 等待受理工单的数量.
    pub waiting: u64,
}

/// The place of `number` in a queue with this head, whose block has these departures.
pub fn place(number: u64, head: &Head, block: &Masks) -> Place {
    let own = number / BLOCK;
    let earlier: u64 = head.departed.iter().filter(|(block, _)| *block < own).map(|(_, count)| count).sum();
    let all: u64 = head.departed.iter().map(|(_, count)| count).sum();
    let position = (number + 1).saturating_sub(earlier + block.departed_before(number));
    // The head and the block are read one after the other; somebody who left in between must not make
    // the total smaller than the place.
    let waiting = head.next.saturating_sub(all).max(position);
    Place { position, waiting }
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

        fn leave(&mut self, number: u64) {
            let slot = Slot::of(number);
            *self.counts.entry(slot.block).or_default() += 1;
            self.masks.entry(slot.block).or_default().0[usize::try_from(slot.mask).unwrap()] += slot.value();
        }

        fn head(&self) -> Head {
            Head { next: self.next, departed: self.counts.iter().map(|(block, count)| (*block, *count)).collect() }
        }

        fn block(&self, number: u64) -> Masks {
            self.masks.get(&(number / BLOCK)).copied().unwrap_or_default()
        }
    }

    proptest::proptest! {
        // S001-18, F11: against a plain list, over joins and leaves from anywhere, across block and super row borders
        #[test]
        fn the_tree_agrees_with_a_plain_list((blocks, near) in (0_u64..130, 0_u64..200), moves in proptest::collection::vec((0_u8..3, proptest::num::usize::ANY), 1..400)) {
            let mut tree = Tree::after((blocks * BLOCK).saturating_sub(near));
            let mut line: Vec<u64> = Vec::new();
            let mut last_seen = std::collections::HashMap::new();
            for (kind, pick) in moves {
                if kind > 0 || line.is_empty() {
                    line.push(tree.next);
                    tree.next += 1;
                } else {
                    tree.leave(line.remove(pick % line.len()));
                }
                let head = tree.head();
                for (index, number) in (1..).zip(&line) {
                    let place = place(*number, &head, &tree.block(*number));
                    proptest::prop_assert_eq!(place, Place { position: index, waiting: line.len() as u64 });
                    let before = last_seen.insert(*number, place.position);
                    proptest::prop_assert!(before.is_none_or(|before| place.position <= before), "a place rose");
                }
            }
        }
    }

    #[test]
    fn an_empty_queue_starts_at_one() {
        let head = Head { next: 1, departed: Vec::new() };
        assert_eq!(place(0, &head, &Masks::default()), Place { position: 1, waiting: 1 });
    }
}
