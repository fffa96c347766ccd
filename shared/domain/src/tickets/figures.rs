//! The figures of the portal home (S001-7, S001-8, ET-2 to ET-5): how many tickets are in each state, were
//! submitted in each week and month, and got how many stars.
//!
//! A ticket counts as what it is, not by what happened to it: [`changes`] gives the difference between what it
//! was counted as and what it is now. So it does not matter how often or in which order its events come.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::{IdentityId, QueueId};
use crate::tickets::{Ticket, TicketState};

/// Weeks and months of the trend.
pub const PERIODS: i32 = 12;

/// Days, weeks and months are those of China: a fixed offset, without daylight saving.
const ZONE: Offset = Offset::constant(8);

/// The states that are counted. A draft is no ticket yet.
pub const STATES: [TicketState; 6] = [
    TicketState::Waiting,
    TicketState::InProgress,
    TicketState::AwaitingCustomer,
    TicketState::Completed,
    TicketState::Withdrawn,
    TicketState::Closed,
];

/// Whose figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Of the tickets that an identity submitted (ET-5).
    SubmittedBy(IdentityId),
    /// Of the tickets that an identity accepted, and nobody after it (ET-2).
    AcceptedBy(IdentityId),
    /// Of the tickets of a queue (ET-4).
    InQueue(QueueId),
    /// Of all tickets of the tenant (ET-3).
    All,
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Tickets in this state; the number is the position in [`STATES`].
    State(usize),
    /// Tickets with this many stars.
    Stars(u8),
    /// Tickets submitted in this period.
    In(Period),
}

/// A week or a month, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// From Monday on.
    Week(Date),
    /// From the first of the month on.
    Month(Date),
}

/// What a ticket counts as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    submitter: IdentityId,
    acceptor: Option<IdentityId>,
    queue: QueueId,
    state: TicketState,
    stars: Option<u8>,
    submitted_at: Timestamp,
}

impl Counted {
    /// What `ticket` counts as now.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            submitter: ticket.submitter,
            acceptor: ticket.acceptor.as_ref().map(|acceptance| acceptance.by),
            queue: ticket.queue_id,
            state: ticket.state,
            stars: ticket.stars(),
            submitted_at: ticket.submitted_at,
        }
    }

    /// The state.
    pub fn state(&self) -> TicketState {
        self.state
    }

    /// Whose figures it counts in.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> {
        let accepted = self.acceptor.map(Scope::AcceptedBy);
        [Scope::SubmittedBy(self.submitter), Scope::InQueue(self.queue), Scope::All].into_iter().chain(accepted)
    }

    fn figures(&self, now: Timestamp) -> impl Iterator<Item = Figure> {
        let state = STATES.iter().position(|state| *state == self.state).map(Figure::State);
        let day = day(self.submitted_at);
        let periods = [Period::Week(week_of(day)), Period::Month(day.first_of_month())];
        let periods = periods.into_iter().filter(move |period| period.is_shown(now)).map(Figure::In);
        state.into_iter().chain(self.stars.map(Figure::Stars)).chain(periods)
    }
}

/// What has to be added to the figures for a ticket that was counted as `before` and is `after` now.
pub fn changes(before: Option<&Counted>, after: &Counted, now: Timestamp) -> BTreeMap<Scope, BTreeMap<Figure, i64>> {
    let mut changes: BTreeMap<Scope, BTreeMap<Figure, i64>> = BTreeMap::new();
    for (counted, by) in before.map(|before| (before, -1)).into_iter().chain([(after, 1)]) {
        for scope in counted.scopes() {
            for figure in counted.figures(now) {
                *changes.entry(scope).or_default().entry(figure).or_default() += by;
            }
        }
    }
    for figures in changes.values_mut() {
        figures.retain(|_, by| *by != 0);
    }
    changes.retain(|_, figures| !figures.is_empty());
    changes
}

fn day(at: Timestamp) -> Date {
    ZONE.to_datetime(at).date()
}

fn week_of(day: Date) -> Date {
    day.saturating_sub(Span::new().days(day.weekday().to_monday_zero_offset()))
}

impl Period {
    /// The week of a moment, and those before it, the oldest first.
    pub fn weeks(now: Timestamp) -> impl Iterator<Item = Self> {
        (0..PERIODS).rev().map(move |back| Self::week_before(now, back))
    }

    /// The month of a moment, and those before it, the oldest first.
    pub fn months(now: Timestamp) -> impl Iterator<Item = Self> {
        (0..PERIODS).rev().map(move |back| Self::month_before(now, back))
    }

    /// Periods that are not shown any more, but may have been counted not long ago.
    pub fn outdated(now: Timestamp) -> impl Iterator<Item = Self> {
        (PERIODS..PERIODS + 4).flat_map(move |back| [Self::week_before(now, back), Self::month_before(now, back)])
    }

    fn week_before(now: Timestamp, back: i32) -> Self {
        Self::Week(week_of(day(now)).saturating_sub(Span::new().weeks(back)))
    }

    fn month_before(now: Timestamp, back: i32) -> Self {
        Self::Month(day(now).first_of_month().saturating_sub(Span::new().months(back)))
    }

    /// Whether the trend shows it. What is submitted later than now, by another clock, is in it, too.
    fn is_shown(self, now: Timestamp) -> bool {
        let oldest = match self {
            Self::Week(_) => Self::week_before(now, PERIODS - 1),
            Self::Month(_) => Self::month_before(now, PERIODS - 1),
        };
        self >= oldest
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        match self {
            Self::Week(day) | Self::Month(day) => day,
        }
    }

    /// Its first moment, and the first one after it.
    pub fn bounds(self) -> (Timestamp, Timestamp) {
        let next = match self {
            Self::Week(day) => day.saturating_add(Span::new().weeks(1)),
            Self::Month(day) => day.saturating_add(Span::new().months(1)),
        };
        (midnight(self.first_day()), midnight(next))
    }
}

fn midnight(day: Date) -> Timestamp {
    ZONE.to_timestamp(DateTime::from_parts(day, Time::midnight())).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::testing::Counting;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_begin_on_monday_in_china() {
        // a Sunday evening in London is a Monday in China
        let now = at("2026-01-11T16:00:00Z");
        let weeks: Vec<Period> = Period::weeks(now).collect();
        assert_eq!(weeks.len(), 12);
        assert_eq!(weeks[11].bounds(), (at("2026-01-11T16:00:00Z"), at("2026-01-18T16:00:00Z")));
        let months: Vec<Period> = Period::months(now).collect();
        assert_eq!(months[11].bounds(), (at("2025-12-31T16:00:00Z"), at("2026-01-31T16:00:00Z")));
        assert_eq!(months[0].first_day().to_string(), "2025-02-01");
        for pair in weeks.windows(2).chain(months.windows(2)) {
            assert_eq!(pair[0].bounds().1, pair[1].bounds().0);
        }
    }

    fn counted(pick: (u8, u8, u8, u8, Option<u8>)) -> Counted {
        let entropy = Counting::default();
        let ids: Vec<IdentityId> = (0..3).map(|_| IdentityId::new(Timestamp::UNIX_EPOCH, &entropy)).collect();
        let queues: Vec<QueueId> = (0..2).map(|_| QueueId::new(Timestamp::UNIX_EPOCH, &entropy)).collect();
        let (submitter, acceptor, queue, state, stars) = pick;
        Counted {
            submitter: ids[usize::from(submitter) % 3],
            acceptor: (acceptor > 0).then(|| ids[usize::from(acceptor) % 3]),
            queue: queues[usize::from(queue) % 2],
            state: STATES[usize::from(state) % 6],
            stars,
            submitted_at: at("2026-01-05T08:00:00Z"),
        }
    }

    proptest! {
        // F14: however a ticket got where it is, what was added over its life is what it counts as at its end
        #[test]
        fn changes_add_up_to_what_the_ticket_is(
            life in prop::collection::vec((0_u8..3, 0_u8..4, 0_u8..2, 0_u8..6, prop::option::of(1_u8..=5)), 1..12)
        ) {
            let now = at("2026-01-06T08:00:00Z");
            // the same ids for every step
            let steps: Vec<Counted> = life.iter().map(|pick| counted(*pick)).collect();
            let mut sum: BTreeMap<(Scope, Figure), i64> = BTreeMap::new();
            let mut before = None;
            for step in &steps {
                for (scope, figures) in changes(before, step, now) {
                    for (figure, by) in figures {
                        *sum.entry((scope, figure)).or_default() += by;
                    }
                }
                before = Some(step);
            }
            sum.retain(|_, count| *count != 0);
            let last = steps.last().unwrap();
            let whole: BTreeMap<(Scope, Figure), i64> = changes(None, last, now)
                .into_iter()
                .flat_map(|(scope, figures)| figures.into_iter().map(move |(figure, by)| ((scope, figure), by)))
                .collect();
            prop_assert_eq!(sum, whole);
        }
    }
}
