//! What becomes of a queue's targets for one ticket (F32). All of it follows from the ticket's timeline, so that
//! whoever looks finds the same, however late he hears of what happened, and in whatever order.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::calendar::Pause;
pub use super::queue::Aim;
use super::queue::ServiceLevel;
use super::timeline::{Entry, What};
use super::{Ticket, TicketState};
use crate::id::{TenantId, TicketId};

/// How a ticket stands to a target. What was told is never taken back: it only rises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// There is time.
    #[default]
    InTime,
    /// Little time is left.
    Near,
    /// It is missed.
    Missed,
}

/// What happened to a ticket since it joined its queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// When it joined.
    pub joined_at: Timestamp,
    /// When it waited no more.
    pub left_at: Option<Timestamp>,
    /// When it was over.
    pub over_at: Option<Timestamp>,
    /// Since when its customer is awaited.
    pub paused_at: Option<Timestamp>,
    /// When its customer was awaited before.
    pub pauses: Vec<Pause>,
}

/// That a ticket's targets are watched, what was told of them, and when they are to be looked at next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// When it joined its queue; if it joins another, or again, all begins anew.
    pub joined_at: Timestamp,
    /// What was told of the first response.
    #[serde(default)]
    pub first_response: Standing,
    /// What was told of the completion.
    #[serde(default)]
    pub completion: Standing,
    /// The next moment at which there is something to tell, if nothing happens; none while nothing runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
}

/// Something to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// Of which target.
    pub aim: Aim,
    /// That it is near, or missed.
    pub standing: Standing,
    /// When it comes, or came.
    pub due_at: Timestamp,
}

/// What a look at a ticket finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What is watched from now on; nothing where the ticket is over, or its queue has no targets.
    pub watch: Option<Watch>,
    /// What is to be told.
    pub news: Vec<News>,
}

impl Course {
    /// From a whole timeline, oldest first; `None` if it has no beginning.
    pub fn of(timeline: &[Entry]) -> Option<Self> {
        let joins = |entry: &Entry| matches!(entry.what, What::Submitted | What::Requeued { .. } | What::Reopened { .. });
        let since = &timeline[timeline.iter().rposition(joins)?..];
        let mut course = Self { joined_at: since.first()?.at, left_at: None, over_at: None, paused_at: None, pauses: Vec::new() };
        for entry in since {
            if entry.state != TicketState::Waiting {
                course.left_at.get_or_insert(entry.at);
            }
            if !entry.state.is_open() {
                course.over_at.get_or_insert(entry.at);
            }
            if entry.state == TicketState::AwaitingCustomer {
                course.paused_at.get_or_insert(entry.at);
            } else if let Some(from) = course.paused_at.take() {
                course.pauses.push((from, entry.at));
            }
        }
        Some(course)
    }

    /// How it stands to a target at `now`, and when there is something to tell next; `None` without that target.
    fn stands(&self, service: &ServiceLevel, aim: Aim, now: Timestamp) -> Option<(News, Option<Timestamp>)> {
        let due = service.due(aim.of(service)?, self.joined_at, &self.pauses)?;
        let stopped_at = match aim {
            Aim::FirstResponse => self.left_at,
            Aim::Completion => self.over_at.or(self.paused_at),
        };
        let reached = stopped_at.unwrap_or(now);
        // Nobody need hurry where the clock has stopped.
        let standing = match stopped_at {
            _ if reached >= due.due_at => Standing::Missed,
            None if reached >= due.warn_at => Standing::Near,
            _ => Standing::InTime,
        };
        let next_at = [due.warn_at, due.due_at].into_iter().find(|moment| stopped_at.is_none() && now < *moment);
        Some((News { aim, standing, due_at: due.due_at }, next_at))
    }
}

impl Watch {
    fn new(ticket: &Ticket, course: &Course) -> Self {
        Self {
            tenant_id: ticket.tenant_id,
            ticket_id: ticket.ticket_id,
            joined_at: course.joined_at,
            first_response: Standing::InTime,
            completion: Standing::InTime,
            next_at: None,
        }
    }

    fn told(&mut self, aim: Aim) -> &mut Standing {
        match aim {
            Aim::FirstResponse => &mut self.first_response,
            Aim::Completion => &mut self.completion,
        }
    }
}

/// By when a ticket that waits is to be accepted; `None` where it waits no more, or its queue has no such target.
pub fn to_be_accepted_by(ticket: &Ticket, service: &ServiceLevel) -> Option<Timestamp> {
    let target = service.first_response.filter(|_| ticket.state == TicketState::Waiting)?;
    Some(service.due(target, ticket.queued_at(), &[])?.due_at)
}

/// Looks at a ticket whose queue has these targets, and which was watched like this before. A ticket keeps its
/// misses itself: nothing is told of one twice, even if the watch is gone.
pub fn look(ticket: &Ticket, course: &Course, service: Option<&ServiceLevel>, before: Option<&Watch>, now: Timestamp) -> Look {
    let same_wait = before.filter(|before| before.joined_at == course.joined_at);
    let mut watch = same_wait.cloned().unwrap_or_else(|| Watch::new(ticket, course));
    watch.next_at = None;
    let mut news = Vec::new();
    let mut watched = false;
    for aim in Aim::ALL {
        let Some((found, next_at)) = service.and_then(|service| course.stands(service, aim, now)) else { continue };
        watched = true;
        watch.next_at = [watch.next_at, next_at].into_iter().flatten().min();
        let told = watch.told(aim);
        let known = if ticket.missed.contains(&aim) { Standing::Missed } else { *told };
        if found.standing > known {
            news.push(found);
        }
        *told = found.standing.max(known);
    }
    Look { watch: Some(watch).filter(|_| watched && course.over_at.is_none()), news }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Paragraphs;
    use crate::tickets::ticket::testing;
    use crate::tickets::timeline::{Author, Side};
    use crate::time::testing::Counting;

    /// Monday, 09:00 plus these minutes; the queue works from 09:00 to 17:00, Monday and Tuesday.
    fn at(minutes: i64) -> Timestamp {
        "2026-01-05T09:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minutes)
    }

    fn service() -> ServiceLevel {
        serde_json::from_str(
            r#"{"calendar":{"time_zone":"UTC","week":{"monday":["09:00-17:00"],"tuesday":["09:00-17:00"]}},
                "first_response_minutes":100,"completion_minutes":200}"#,
        )
        .unwrap()
    }

    fn entry(minutes: i64, state: TicketState, what: What) -> Entry {
        let by = Author { identity_id: None, name: None, side: Side::System };
        Entry { seq: 0, at: at(minutes), by, state, what }
    }

    fn ticket() -> Ticket {
        testing::ticket(&Counting::default())
    }

    fn message() -> Paragraphs<4000> {
        "型号?".to_owned().try_into().unwrap()
    }

    /// Looks at a ticket with this timeline, minute by minute, as the sweep would, and says what was told when.
    fn told(timeline: &[Entry], minutes: std::ops::Range<i64>) -> Vec<(i64, Aim, Standing)> {
        let (mut ticket, mut before, mut told) = (ticket(), None, Vec::new());
        for minute in minutes {
            let happened: Vec<Entry> = timeline.iter().filter(|entry| entry.at <= at(minute)).cloned().collect();
            let Some(course) = Course::of(&happened) else { continue };
            let look = look(&ticket, &course, Some(&service()), before.as_ref(), at(minute));
            for news in look.news {
                told.push((minute, news.aim, news.standing));
                if news.standing == Standing::Missed {
                    ticket.missed.insert(news.aim);
                }
            }
            before = look.watch;
        }
        told
    }

    // F32: warned at 80 of 100 parts, missed at the end, each once
    #[test]
    fn a_ticket_that_nobody_takes_is_told_of_twice_for_each_target() {
        use Aim::{Completion, FirstResponse};
        use Standing::{Missed, Near};
        let timeline = [entry(0, TicketState::Waiting, What::Submitted)];
        let all = [(80, FirstResponse, Near), (100, FirstResponse, Missed), (160, Completion, Near), (200, Completion, Missed)];
        assert_eq!(told(&timeline, 0..400), all);
    }

    // F32: what is accepted in time is not told of; what the customer takes does not count
    #[test]
    fn the_clock_stands_still_while_the_customer_is_awaited() {
        let timeline = [
            entry(0, TicketState::Waiting, What::Submitted),
            entry(90, TicketState::InProgress, What::Accepted),
            entry(150, TicketState::AwaitingCustomer, What::Asked { text: message() }),
            entry(300, TicketState::InProgress, What::Answered { text: message() }),
        ];
        let (near, missed) = (Standing::Near, Standing::Missed);
        let first = (80, Aim::FirstResponse, near);
        assert_eq!(told(&timeline, 0..480), [first, (310, Aim::Completion, near), (350, Aim::Completion, missed)]);
        let course = Course::of(&timeline[..3]).unwrap();
        let look = look(&ticket(), &course, Some(&service()), None, at(200));
        assert_eq!(look.watch.unwrap().next_at, None, "nothing runs");
    }

    #[test]
    fn a_late_look_finds_what_came_too_late_and_finds_it_once() {
        let mut timeline = vec![
            entry(0, TicketState::Waiting, What::Submitted),
            entry(120, TicketState::InProgress, What::Accepted),
            entry(130, TicketState::Completed, What::Completed { reply: message(), information: None }),
        ];
        let mut ticket = ticket();
        let found = look(&ticket, &Course::of(&timeline).unwrap(), Some(&service()), None, at(1_000));
        let news = News { aim: Aim::FirstResponse, standing: Standing::Missed, due_at: at(100) };
        assert_eq!(found, Look { watch: None, news: vec![news] });
        ticket.missed.insert(Aim::FirstResponse);
        let again = look(&ticket, &Course::of(&timeline).unwrap(), Some(&service()), None, at(1_000));
        assert_eq!(again, Look { watch: None, news: Vec::new() });

        // it comes back, and all begins anew; without targets nothing is watched
        timeline.push(entry(140, TicketState::Waiting, What::Reopened { reason: "又坏了".to_owned().try_into().unwrap() }));
        let course = Course::of(&timeline).unwrap();
        assert_eq!((course.joined_at, course.left_at, course.over_at), (at(140), None, None));
        assert_eq!(look(&ticket, &course, None, found.watch.as_ref(), at(150)), Look { watch: None, news: Vec::new() });
        let other = Watch { joined_at: at(0), first_response: Standing::Near, ..Watch::new(&ticket, &course) };
        ticket.missed.clear();
        let anew = look(&ticket, &course, Some(&service()), Some(&other), at(150)).watch.unwrap();
        assert_eq!((anew.joined_at, anew.first_response, anew.next_at), (at(140), Standing::InTime, Some(at(220))));
    }
}
