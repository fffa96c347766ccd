//! A business calendar 工作日历: when a service works, and arithmetic in the time that it works (F32).
//!
//! Days are days of the calendar's time zone. A day's hours are those of its weekday, unless the day is an
//! exception: a holiday has none, and a day that is worked instead (调休) has hours of its own. Working time
//! is time that really passes: where the clock is put forward inside the hours, the day is shorter.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::unicode::{digit, identifier, is_dash};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Spans of one day at most: morning, afternoon, evening, and one more.
const MOST_SPANS: usize = 4;
/// Days that differ from their weekday at most: two years of them, and the row stays small.
const MOST_EXCEPTIONS: usize = 120;
/// How many days on from its start a target may lie; one that lies further never comes.
const HORIZON_DAYS: u32 = 3 * 366;

/// Why a calendar was refused. The sentence is shown to the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// No zone of the IANA database.
    #[error("is no time zone like Asia/Shanghai")]
    UnknownZone,
    /// Not like `09:00-18:00`.
    #[error("must be hours like 09:00-18:00, the later ones last")]
    BadSpan,
    /// Hours of one day that overlap, are out of order, or are too many.
    #[error("must be at most {MOST_SPANS} hours of a day in order, none of them twice")]
    BadHours,
    /// Nobody ever works.
    #[error("must have hours on at least one day of the week")]
    NeverOpen,
    /// More days than a calendar holds.
    #[error("must have at most {MOST_EXCEPTIONS} holidays and extra days together")]
    TooManyExceptions,
    /// The same day is a holiday and worked.
    #[error("must not have {0} as a holiday and as an extra day")]
    Both(Date),
}

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// Hours without a break, in minutes of the day: from the first up to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    from: u16,
    to: u16,
}

/// The hours of one day, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Span>", into = "Vec<Span>")]
pub struct Hours(Vec<Span>);

/// The hours of each day of the week. A day that is left out is free.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    /// 周一.
    pub monday: Hours,
    /// 周二.
    pub tuesday: Hours,
    /// 周三.
    pub wednesday: Hours,
    /// 周四.
    pub thursday: Hours,
    /// 周五.
    pub friday: Hours,
    /// 周六.
    pub saturday: Hours,
    /// 周日.
    pub sunday: Hours,
}

/// A calendar as it is given and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The time zone.
    pub time_zone: Zone,
    /// The hours of the week.
    pub week: Week,
    /// Days without hours 节假日.
    #[serde(default)]
    pub holidays: Vec<Date>,
    /// Days with hours of their own 调休.
    #[serde(default)]
    pub extra_days: BTreeMap<Date, Hours>,
}

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Given", into = "Given")]
pub struct Calendar {
    zone: TimeZone,
    week: Week,
    exceptions: BTreeMap<Date, Hours>,
}

/// Time in which nobody waits for the service: from the first moment up to before the second.
pub type Pause = (Timestamp, Timestamp);

impl Calendar {
    /// The moment at which `work` of working time has passed since `start`; `None` if that is years away.
    /// Nothing has passed at `start` itself.
    pub fn after(&self, start: Timestamp, work: SignedDuration) -> Option<Timestamp> {
        if work <= SignedDuration::ZERO {
            return Some(start);
        }
        let mut left = work;
        for (from, to) in self.open_since(start) {
            let open = to.duration_since(from);
            if left <= open {
                return Some(from + left);
            }
            left -= open;
        }
        None
    }

    /// The working time between two moments; none if the second is before the first.
    pub fn elapsed(&self, start: Timestamp, end: Timestamp) -> SignedDuration {
        let spans = self.open_since(start).take_while(|(from, _)| *from < end);
        spans.map(|(from, to)| to.min(end).duration_since(from)).sum()
    }

    /// The moment at which `work` of working time has passed since `start`, with the time of the pauses
    /// left out. Pauses may overlap and touch.
    pub fn after_paused(&self, start: Timestamp, work: SignedDuration, pauses: &[Pause]) -> Option<Timestamp> {
        let pauses = joined(start, pauses);
        let mut due = self.after(start, work)?;
        // Each round lets in the pauses that begin before the moment found so far; there are only so many.
        loop {
            let paused: SignedDuration = pauses.iter().take_while(|(from, _)| *from < due).map(|(from, to)| self.elapsed(*from, *to)).sum();
            let next = self.after(start, work + paused)?;
            if next == due {
                return Some(due);
            }
            due = next;
        }
    }

    /// The open spans from `start` on, in order, the first one cut; up to the horizon.
    fn open_since(&self, start: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        // The zone's midnight may lie behind the moment of a span that has passed it: begin a day before.
        let first = start.to_zoned(self.zone.clone()).date().checked_sub(1.day()).unwrap_or(Date::MIN);
        let days = (0..=HORIZON_DAYS).map_while(move |ahead| first.checked_add(i64::from(ahead).days()).ok());
        days.flat_map(move |day| self.hours(day).0.iter().filter_map(move |span| self.moments(day, *span)))
            .filter(move |(_, to)| *to > start)
            .map(move |(from, to)| (from.max(start), to))
    }

    fn hours(&self, day: Date) -> &Hours {
        self.exceptions.get(&day).unwrap_or_else(|| self.week.of(day.weekday()))
    }

    /// When a span of a day begins and ends; `None` if the clock skips it.
    fn moments(&self, day: Date, span: Span) -> Option<(Timestamp, Timestamp)> {
        let moment = |minute: u16| {
            let day = if minute == DAY { day.tomorrow().ok()? } else { day };
            let minute = i8::try_from(minute % DAY % 60).ok().zip(i8::try_from(minute % DAY / 60).ok());
            let (minute, hour) = minute?;
            // Where the clock skips or repeats the minute, the later or the first of them is meant.
            day.at(hour, minute, 0, 0).to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
        };
        let (from, to) = (moment(span.from)?, moment(span.to)?);
        (from < to).then_some((from, to))
    }
}

/// The pauses from `start` on, in order, none of them twice.
fn joined(start: Timestamp, pauses: &[Pause]) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = pauses.iter().map(|(from, to)| ((*from).max(start), *to)).filter(|(from, to)| from < to).collect();
    pauses.sort_unstable();
    let mut joined: Vec<Pause> = Vec::new();
    for (from, to) in pauses {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

impl Week {
    fn of(&self, day: Weekday) -> &Hours {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    fn is_free(&self) -> bool {
        [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday]
            .into_iter()
            .all(|hours| hours.0.is_empty())
    }
}

impl TryFrom<Given> for Calendar {
    type Error = CalendarFault;

    fn try_from(given: Given) -> Result<Self, CalendarFault> {
        if given.week.is_free() {
            return Err(CalendarFault::NeverOpen);
        }
        if let Some(day) = given.holidays.iter().find(|day| given.extra_days.contains_key(day)) {
            return Err(CalendarFault::Both(*day));
        }
        let mut exceptions = given.extra_days;
        exceptions.extend(given.holidays.into_iter().map(|day| (day, Hours::default())));
        if exceptions.len() > MOST_EXCEPTIONS {
            return Err(CalendarFault::TooManyExceptions);
        }
        Ok(Self { zone: given.time_zone.0, week: given.week, exceptions })
    }
}

impl From<Calendar> for Given {
    fn from(calendar: Calendar) -> Self {
        let (holidays, extra_days): (BTreeMap<Date, Hours>, BTreeMap<Date, Hours>) =
            calendar.exceptions.into_iter().partition(|(_, hours)| hours.0.is_empty());
        Self { time_zone: Zone(calendar.zone), week: calendar.week, holidays: holidays.into_keys().collect(), extra_days }
    }
}

impl TryFrom<String> for Zone {
    type Error = CalendarFault;

    fn try_from(name: String) -> Result<Self, CalendarFault> {
        let zone = TimeZone::get(&identifier(&name)).map_err(|_| CalendarFault::UnknownZone)?;
        if zone.iana_name().is_some() { Ok(Self(zone)) } else { Err(CalendarFault::UnknownZone) }
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0.iana_name().unwrap_or("UTC").to_owned()
    }
}

impl TryFrom<String> for Span {
    type Error = CalendarFault;

    fn try_from(text: String) -> Result<Self, CalendarFault> {
        let typed: String = identifier(&text).chars().map(|c| if is_dash(c) { '-' } else { digit(c) }).collect();
        let (from, to) = typed.split_once('-').ok_or(CalendarFault::BadSpan)?;
        let (from, to) = minute(from.trim()).zip(minute(to.trim())).ok_or(CalendarFault::BadSpan)?;
        if from < to { Ok(Self { from, to }) } else { Err(CalendarFault::BadSpan) }
    }
}

/// `09:00` as minutes of the day, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |digits: &str| digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY).then_some(total)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl TryFrom<Vec<Span>> for Hours {
    type Error = CalendarFault;

    fn try_from(spans: Vec<Span>) -> Result<Self, CalendarFault> {
        let in_order = spans.windows(2).all(|pair| pair[0].to <= pair[1].from);
        if in_order && spans.len() <= MOST_SPANS { Ok(Self(spans)) } else { Err(CalendarFault::BadHours) }
    }
}

impl From<Hours> for Vec<Span> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(spans: &[&str]) -> Hours {
        let spans: Vec<Span> = spans.iter().map(|span| Span::try_from((*span).to_owned()).unwrap()).collect();
        spans.try_into().unwrap()
    }

    fn workdays(spans: &[&str]) -> Week {
        let day = hours(spans);
        Week { monday: day.clone(), tuesday: day.clone(), wednesday: day.clone(), thursday: day.clone(), friday: day, ..Week::default() }
    }

    fn calendar(zone: &str, week: Week, holidays: &[&str], extra: &[(&str, &[&str])]) -> Calendar {
        Given {
            time_zone: zone.to_owned().try_into().unwrap(),
            week,
            holidays: holidays.iter().map(|day| day.parse().unwrap()).collect(),
            extra_days: extra.iter().map(|(day, spans)| (day.parse().unwrap(), hours(spans))).collect(),
        }
        .try_into()
        .unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn mins(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    // F32: nights, weekends, the lunch break
    #[test]
    fn time_passes_only_while_somebody_works() {
        let office = calendar("Asia/Shanghai", workdays(&["09:00-12:00", "13:30-18:00"]), &[], &[]);
        // Friday 17:30 in Shanghai and one hour of work: Monday 09:30
        assert_eq!(office.after(at("2026-01-09T09:30:00Z"), mins(60)), Some(at("2026-01-12T01:30:00Z")));
        // over lunch
        assert_eq!(office.after(at("2026-01-05T03:50:00Z"), mins(20)), Some(at("2026-01-05T05:40:00Z")));
        assert_eq!(office.elapsed(at("2026-01-05T00:00:00Z"), at("2026-01-12T00:00:00Z")), mins(5 * 450));
        assert_eq!(office.elapsed(at("2026-01-05T00:00:00Z"), at("2026-01-04T00:00:00Z")), SignedDuration::ZERO);
        // the end of a day is that day's: nobody waits for the next morning
        assert_eq!(office.after(at("2026-01-05T09:00:00Z"), mins(60)), Some(at("2026-01-05T10:00:00Z")));
    }

    // F32: the golden week 2026, with the Saturday that is worked for it (调休)
    #[test]
    fn holidays_are_free_and_extra_days_are_worked() {
        let week = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];
        let office = calendar("Asia/Shanghai", workdays(&["09:00-18:00"]), &week, &[("2026-10-10", &["10:00-16:00"])]);
        // Wednesday 30 September 17:00 and two hours: Thursday 8 October 10:00
        assert_eq!(office.after(at("2026-09-30T09:00:00Z"), mins(120)), Some(at("2026-10-08T02:00:00Z")));
        // Friday 9 October 17:00 and two hours: Saturday 10 October 11:00
        assert_eq!(office.after(at("2026-10-09T09:00:00Z"), mins(120)), Some(at("2026-10-10T03:00:00Z")));
    }

    // F32: the clock goes forward and back; a day has 24 hours in name only
    #[test]
    fn the_clock_may_be_changed() {
        let always = Week { sunday: hours(&["00:00-24:00"]), saturday: hours(&["00:00-24:00"]), ..workdays(&["00:00-24:00"]) };
        let berlin = calendar("Europe/Berlin", always, &[], &[]);
        let (spring, autumn) = (at("2026-03-28T23:00:00Z"), at("2026-10-24T22:00:00Z"));
        assert_eq!(berlin.elapsed(spring, at("2026-03-29T22:00:00Z")), SignedDuration::from_hours(23));
        assert_eq!(berlin.elapsed(autumn, at("2026-10-25T23:00:00Z")), SignedDuration::from_hours(25));
        // hours that the clock skips are not worked
        let night = calendar("Europe/Berlin", Week { sunday: hours(&["02:00-03:00", "08:00-09:00"]), ..Week::default() }, &[], &[]);
        assert_eq!(night.after(spring, mins(30)), Some(at("2026-03-29T06:30:00Z")));
    }

    // F32: the time that the customer takes is not the service's
    #[test]
    fn pauses_do_not_count() {
        let office = calendar("UTC", workdays(&["09:00-17:00"]), &[], &[]);
        let start = at("2026-01-05T09:00:00Z");
        let pauses = [(at("2026-01-05T10:00:00Z"), at("2026-01-05T12:00:00Z")), (at("2026-01-05T11:00:00Z"), at("2026-01-06T10:00:00Z"))];
        assert_eq!(office.after_paused(start, mins(60), &pauses), Some(at("2026-01-05T10:00:00Z")), "done before they begin");
        assert_eq!(office.after_paused(start, mins(120), &pauses), Some(at("2026-01-06T11:00:00Z")));
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        let read = |json: &str| serde_json::from_str::<Calendar>(json).map_err(|error| error.to_string());
        for (json, problem) in [
            (r#"{"time_zone":"Mars/Olympus","week":{"monday":["09:00-18:00"]}}"#, "is no time zone"),
            (r#"{"time_zone":"UTC","week":{}}"#, "at least one day"),
            (r#"{"time_zone":"UTC","week":{"monday":["18:00-09:00"]}}"#, "the later ones last"),
            (r#"{"time_zone":"UTC","week":{"monday":["9:00-18:00"]}}"#, "like 09:00-18:00"),
            (r#"{"time_zone":"UTC","week":{"monday":["09:00-18:00-"]}}"#, "like 09:00-18:00"),
            (r#"{"time_zone":"UTC","week":{"monday":["09:00-24:01"]}}"#, "like 09:00-18:00"),
            (r#"{"time_zone":"UTC","week":{"monday":["09:00-12:00","11:00-18:00"]}}"#, "in order"),
            (r#"{"time_zone":"UTC","week":{"monday":["09:00-12:00"]},"holidays":["2026-02-30"]}"#, "day"),
            (
                r#"{"time_zone":"UTC","week":{"monday":["09:00-12:00"]},"holidays":["2026-02-03"],"extra_days":{"2026-02-03":["09:00-10:00"]}}"#,
                "2026-02-03",
            ),
        ] {
            let refused = read(json).unwrap_err();
            assert!(refused.contains(problem), "{refused}");
        }
        // What is pasted is what one sees of it.
        let pasted = read("{\"time_zone\":\" UTC\u{200b}\",\"week\":{\"monday\":[\"０９：００ – １８：００\"]}}").unwrap();
        let kept = serde_json::to_string(&pasted).unwrap();
        assert!(kept.contains("\"UTC\"") && kept.contains("09:00-18:00"), "{kept}");
        let office = calendar("Asia/Shanghai", workdays(&["09:00-24:00"]), &["2026-10-01"], &[("2026-10-10", &["10:00-16:00"])]);
        assert_eq!(serde_json::from_str::<Calendar>(&serde_json::to_string(&office).unwrap()).unwrap(), office);
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let day = proptest::collection::vec(0_u16..=DAY, 0..=4).prop_map(|mut minutes| {
            minutes.sort_unstable();
            minutes.dedup();
            Hours(minutes.chunks_exact(2).map(|pair| Span { from: pair[0], to: pair[1] }).collect())
        });
        let zone = prop::sample::select(vec!["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"]);
        let exceptions =
            proptest::collection::btree_map((0_i64..60).prop_map(|day| Date::constant(2026, 3, 1) + day.days()), day.clone(), 0..9);
        (zone, day.clone(), day, exceptions).prop_map(|(zone, one, other, exceptions)| Calendar {
            zone: TimeZone::get(zone).unwrap(),
            week: Week { sunday: one.clone(), monday: one, thursday: other, wednesday: hours(&["09:00-17:00"]), ..Week::default() },
            exceptions,
        })
    }

    fn moment() -> impl Strategy<Value = Timestamp> {
        // March and April 2026, when three of the zones change their clocks
        (0_i64..60 * 24 * 60).prop_map(|minute| at("2026-03-01T00:00:00Z") + mins(minute))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        // F32: adding and measuring are each other's inverse, time splits anywhere, and nothing is earned at rest
        #[test]
        fn adding_and_measuring_agree(calendar in any_calendar(), start in moment(), end in moment(), between in moment(), work in 0_i64..3_000) {
            let due = calendar.after(start, mins(work)).unwrap();
            prop_assert_eq!(calendar.elapsed(start, due), mins(work));
            prop_assert!(due >= start);
            if work > 0 {
                // it is the first such moment
                prop_assert!(calendar.elapsed(start, due - SignedDuration::from_secs(1)) < mins(work));
            }
            let (start, end) = (start.min(end), start.max(end));
            let between = between.clamp(start, end);
            prop_assert_eq!(calendar.elapsed(start, between) + calendar.elapsed(between, end), calendar.elapsed(start, end));
            prop_assert!(calendar.elapsed(start, end) <= end.duration_since(start));
        }

        // F32: with pauses, the working time outside of them is what was asked for
        #[test]
        fn paused_time_is_made_up_for(calendar in any_calendar(), start in moment(), work in 1_i64..2_000, pauses in proptest::collection::vec((moment(), 1_i64..4_000), 0..5)) {
            let pauses: Vec<Pause> = pauses.into_iter().map(|(from, minutes)| (from, from + mins(minutes))).collect();
            let due = calendar.after_paused(start, mins(work), &pauses).unwrap();
            // minute by minute, as a plain count has it
            let worked = joined(start, &pauses).iter().fold(calendar.elapsed(start, due), |worked, (from, to)| {
                worked - calendar.elapsed((*from).min(due), (*to).min(due))
            });
            prop_assert_eq!(worked, mins(work));
            prop_assert!(due >= calendar.after(start, mins(work)).unwrap());
        }
    }
}
