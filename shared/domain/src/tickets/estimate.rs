//! When a waiting ticket will be accepted, from how fast its queue was lately: a range, or nothing.
//!
//! Acceptances are taken to come at some steady rate in the working time of the queue's calendar (a Poisson
//! process). Of the rate nothing is known but that *k* came in the time *E* since the first of those looked at:
//! it is distributed like Gamma(*k*, *E*). The time until *p* more have come is then *E* times a number that is
//! distributed like `BetaPrime(p, k)`, and the range is the middle 80 % of that. The range is wide while
//! little is known, and grows while nobody is accepted: the time since the last one is part of *E*.
//!
//! Withdrawals are left out, since nobody can count on them: they let a ticket come early, never late.

use jiff::{SignedDuration, Timestamp, Unit};
use statrs::distribution::{Beta, ContinuousCDF as _};

use super::calendar::Calendar;

/// Acceptances before this many, after the first, tell too little. With 5, the ends of a long wait lie a factor
/// of 3.3 apart ("one to three hours"); with 2 it is 7 ("an hour to a day"), which is no help.
const FEWEST: u32 = 5;

/// Older acceptances say how fast the queue was, not how fast it is.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One in ten is accepted earlier, one in ten later.
const EARLY: f64 = 0.1;
const LATE: f64 = 0.9;

/// When a ticket will be accepted, four times of five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Hardly before.
    pub earliest: Timestamp,
    /// Hardly after.
    pub latest: Timestamp,
}

/// When the ticket at `position` will be accepted, if the latest acceptances of its queue were at
/// `accepted_at`; `None` while too little is known. Without a calendar the queue works day and night.
pub fn expected(calendar: Option<&Calendar>, accepted_at: &[Timestamp], position: u64, now: Timestamp) -> Option<Expected> {
    let known: Vec<Timestamp> = accepted_at.iter().copied().filter(|at| *at <= now && now.duration_since(*at) <= LOOKED_AT).collect();
    let first = known.iter().min()?;
    let later = u32::try_from(known.len() - 1).ok().filter(|later| *later >= FEWEST)?;
    let passed = match calendar {
        Some(calendar) => calendar.elapsed(*first, now),
        None => now.duration_since(*first),
    };
    let moment = |quantile: f64| {
        let wait = passed.as_secs_f64() * odds(position, later, quantile)?;
        let wait = SignedDuration::try_from_secs_f64(wait).ok()?;
        match calendar {
            Some(calendar) => calendar.after(now, wait),
            None => now.checked_add(wait).ok(),
        }
    };
    let (earliest, latest) = (moment(EARLY)?, moment(LATE)?);
    // Seconds would promise more than is known.
    let rounded = |moment: Timestamp| moment.round(Unit::Minute).ok();
    Some(Expected { earliest: rounded(earliest)?.max(now), latest: rounded(latest)?.max(now) })
}

/// The quantile of `BetaPrime(more, known)`. It is taken from the complement, which is small where the
/// position is large, and small numbers are the exact ones.
fn odds(more: u64, known: u32, quantile: f64) -> Option<f64> {
    let more = u32::try_from(more).unwrap_or(u32::MAX);
    let share = Beta::new(f64::from(known), f64::from(more)).ok()?.inverse_cdf(1.0 - quantile);
    let odds = (1.0 - share) / share;
    odds.is_finite().then_some(odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: f64) -> Timestamp {
        "2026-01-05T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::try_from_secs_f64(minutes * 60.0).unwrap()
    }

    /// Dice without a pattern, the same in every run (`SplitMix64`).
    struct Dice(u64);

    impl Dice {
        /// A pause between two events of a process with one a minute.
        fn pause(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let number = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap();
            -((f64::from(number) + 0.5) / f64::from(u32::MAX)).min(1.0).ln()
        }
    }

    // "a time range from the recent rate of the queue": four of five tickets are accepted within it
    #[test]
    fn the_range_is_right_four_times_of_five() {
        let mut dice = Dice(1);
        for position in [1_u32, 3, 10, 40] {
            let mut inside = 0;
            for _ in 0..2_000 {
                let mut moment = 0.0;
                let mut accepted = vec![at(0.0)];
                for _ in 0..15 {
                    moment += dice.pause();
                    accepted.push(at(moment));
                }
                let now = at(moment);
                let wait: f64 = (0..position).map(|_| dice.pause()).sum();
                // what is kept is rounded to minutes, so an hour stands for a minute here
                let stretched = |at_: &Timestamp| now - now.duration_since(*at_) * 60;
                let accepted: Vec<Timestamp> = accepted.iter().map(stretched).filter(|at_| now.duration_since(*at_) < LOOKED_AT).collect();
                let expected = expected(None, &accepted, position.into(), now).unwrap();
                let came = now + SignedDuration::try_from_secs_f64(wait * 3_600.0).unwrap();
                inside += u32::from((expected.earliest..=expected.latest).contains(&came));
            }
            assert!((1_520..=1_680).contains(&inside), "{inside} of 2000 at position {position}");
        }
    }

    // "none is shown while too little is known"
    #[test]
    fn too_little_gives_no_range() {
        let minutes: Vec<Timestamp> = (0..5).map(|minute| at(f64::from(minute))).collect();
        assert_eq!(expected(None, &minutes, 1, at(5.0)), None);
        assert_eq!(expected(None, &[], 1, at(5.0)), None);
        let six: Vec<Timestamp> = (0..6).map(|minute| at(f64::from(minute))).collect();
        assert!(expected(None, &six, 1, at(6.0)).is_some());
        assert_eq!(expected(None, &six, 1, at(8.0 * 24.0 * 60.0)), None, "that was last week");
        assert_eq!(expected(None, &[at(0.0); 6], 1, at(0.0)).map(|range| range.latest), Some(at(0.0)), "all in one moment");
    }

    #[test]
    fn long_queues_have_narrow_ranges_of_the_right_size() {
        let hour: Vec<Timestamp> = (0..16).map(|number| at(f64::from(number) * 4.0)).collect();
        let range = expected(None, &hour, 1_000_000, at(60.0)).unwrap();
        let days = |moment: Timestamp| moment.duration_since(at(60.0)).as_hours() / 24;
        // a million at 15 an hour: 2,778 days
        assert!((1_900..2_778).contains(&days(range.earliest)) && (2_778..4_200).contains(&days(range.latest)), "{range:?}");
    }

    // F32: nobody is accepted at night
    #[test]
    fn the_range_goes_by_the_calendar() {
        let calendar: Calendar =
            serde_json::from_str(r#"{"time_zone":"UTC","week":{"monday":["08:00-09:00"],"tuesday":["08:00-18:00"]}}"#).unwrap();
        let accepted: Vec<Timestamp> = (0..11).map(|number| at(f64::from(number) * 5.0)).collect();
        let range = expected(Some(&calendar), &accepted, 12, at(55.0)).unwrap();
        let tuesday: Timestamp = "2026-01-06T08:00:00Z".parse().unwrap();
        assert!(range.earliest > tuesday && range.latest < tuesday + SignedDuration::from_hours(3), "{range:?}");
    }
}
