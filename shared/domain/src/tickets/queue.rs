//! A queue 队列: what it is called, whether it takes tickets, and how fast it means to be (F32).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Pause};
use super::number::QueueCode;
use crate::id::{QueueId, TenantId};
use crate::text::{Line, Name};

/// A queue of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub queue_id: QueueId,
    /// What the numbers of its tickets begin with.
    pub code: QueueCode,
    /// Its name.
    pub name: Name,
    /// What it is for, in a line for customers who choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Line<200>>,
    /// Whether it takes tickets.
    #[serde(default)]
    pub state: QueueState,
    /// How fast it means to be, if it says so.
    #[serde(default)]
    pub service: Option<ServiceLevel>,
    /// How many tickets ever went to its urgent lane.
    #[serde(default)]
    pub urgent: u64,
    /// Whether who serves it is found by it. Of a queue from before that was kept, all staff is asked, until somebody
    /// changes who serves it.
    #[serde(default)]
    pub roster: bool,
}

/// Whether a queue takes tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QueueState {
    /// It does.
    #[default]
    Open,
    /// It does not; what waits is being moved to another queue.
    Stopping {
        /// That queue.
        into: QueueId,
    },
    /// It does not, and nothing waits.
    Stopped {
        /// Since when.
        at: Timestamp,
    },
}

impl QueueState {
    /// The name in answers.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Stopping { .. } => "stopping",
            Self::Stopped { .. } => "stopped",
        }
    }
}

impl Queue {
    /// A queue that takes tickets and promises nothing.
    pub fn new(tenant_id: TenantId, queue_id: QueueId, code: QueueCode, name: Name) -> Self {
        Self { tenant_id, queue_id, code, name, about: None, state: QueueState::Open, service: None, urgent: 0, roster: true }
    }

    /// Whether it takes tickets.
    pub fn is_open(&self) -> bool {
        self.state == QueueState::Open
    }
}

/// How fast a queue means to be 服务水平, in the working time of its calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// When it works.
    pub calendar: Calendar,
    /// From joining the queue to the acceptance 首次响应.
    #[serde(rename = "first_response_minutes")]
    pub first_response: Option<Target>,
    /// From joining the queue to the completion 完成, less the time that the customer takes.
    #[serde(rename = "completion_minutes")]
    pub completion: Option<Target>,
}

/// A target of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// That it is accepted 首次响应.
    FirstResponse,
    /// That it is completed 完成.
    Completion,
}

impl Aim {
    /// Every target.
    pub const ALL: [Self; 2] = [Self::FirstResponse, Self::Completion];

    /// The name in events and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::Completion => "completion",
        }
    }

    pub(super) fn of(self, service: &ServiceLevel) -> Option<Target> {
        match self {
            Self::FirstResponse => service.first_response,
            Self::Completion => service.completion,
        }
    }
}

/// A target in minutes of working time: from one minute to 30 days of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Target(u32);

/// No number of minutes for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be minutes of working time, from 1 to {MOST_MINUTES}")]
pub struct NoTarget;

const MOST_MINUTES: u32 = 30 * 24 * 60;

/// Agents are warned when this much of the time is gone: what is left is enough to act.
const WARNED_AT_PERCENT: i32 = 80;

impl Target {
    /// The time.
    pub fn time(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.0))
    }

    fn warning(self) -> SignedDuration {
        self.time() * WARNED_AT_PERCENT / 100
    }
}

impl TryFrom<u32> for Target {
    type Error = NoTarget;

    fn try_from(minutes: u32) -> Result<Self, NoTarget> {
        if (1..=MOST_MINUTES).contains(&minutes) { Ok(Self(minutes)) } else { Err(NoTarget) }
    }
}

impl From<Target> for u32 {
    fn from(target: Target) -> Self {
        target.0
    }
}

/// When agents are warned about a target, and when it is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Agents are warned.
    pub warn_at: Timestamp,
    /// It is missed from then on.
    pub due_at: Timestamp,
}

impl ServiceLevel {
    /// When `target` comes for what began at `start`; `None` if that is years away.
    pub fn due(&self, target: Target, start: Timestamp, pauses: &[Pause]) -> Option<Due> {
        let warn_at = self.calendar.after_paused(start, target.warning(), pauses)?;
        Some(Due { warn_at, due_at: self.calendar.after_paused(start, target.time(), pauses)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F32
    #[test]
    fn the_warning_comes_before_the_target() {
        let service: ServiceLevel = serde_json::from_str(
            r#"{"calendar":{"time_zone":"UTC","week":{"monday":["09:00-17:00"],"tuesday":["09:00-17:00"]}},"first_response_minutes":100}"#,
        )
        .unwrap();
        let start = "2026-01-05T15:30:00Z".parse().unwrap();
        let due = service.due(service.first_response.unwrap(), start, &[]).unwrap();
        assert_eq!(due.warn_at, "2026-01-05T16:50:00Z".parse().unwrap());
        assert_eq!(due.due_at, "2026-01-06T09:10:00Z".parse().unwrap());
        for minutes in [0, MOST_MINUTES + 1] {
            assert_eq!(Target::try_from(minutes), Err(NoTarget));
        }
    }
}
