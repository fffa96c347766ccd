//! How queues look to staff.

use std::collections::BTreeMap;

use foyer_domain::agents::StaffMember;
use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::identity::IdentityState;
use foyer_domain::tickets::departures::Lanes;
use foyer_domain::tickets::{Queue, QueueState, ServiceLevel, Ticket};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Edition, Problem};
use foyer_store::{StoreError, Versioned};
use schemars::JsonSchema;
use serde::Serialize;

use super::place_view::{ExpectedView, expected};

/// A queue in a list. What is not for customers is left out for them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QueueLine {
    /// Its id.
    pub queue_id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// When a ticket that is submitted now will be accepted, four times of five; for customers, and absent while too
    /// little is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedView>,
    /// `open`, `stopping` or `stopped`; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// What waits in it; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// Whether you serve it; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
}

/// What waits in a queue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Waiting {
    /// In both lanes.
    pub all: u64,
    /// In the urgent lane, which goes ahead.
    pub urgent: u64,
}

/// A queue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QueueDetail {
    /// Its id.
    pub queue_id: String,
    /// Its name.
    pub name: String,
    /// What it is for, in a line for customers who choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// `open`, `stopping` (what waits is being moved) or `stopped`.
    pub state: &'static str,
    /// Where what waits is being moved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moving_to: Option<String>,
    /// What waits in it.
    pub waiting: Waiting,
    /// How fast it means to be; null if it does not say so.
    #[schemars(with = "Option<Service>")]
    pub service: Option<ServiceLevel>,
    /// Who serves it.
    pub members: Vec<MemberView>,
}

/// Who serves a queue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberView {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
}

/// How fast a queue means to be, in the working time of its calendar.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes ServiceLevel on the wire; nothing is read from it")]
pub struct Service {
    /// When it works.
    calendar: BusinessCalendar,
    /// Minutes from joining the queue to the acceptance, 1 to 43,200.
    first_response_minutes: Option<u32>,
    /// Minutes from joining the queue to the completion, less the time that the customer takes, 1 to 43,200.
    completion_minutes: Option<u32>,
}

/// A business calendar. Hours are like `09:00-18:00`, up to four a day, in order.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes Calendar on the wire; nothing is read from it")]
pub struct BusinessCalendar {
    /// IANA name, like `Asia/Shanghai`.
    time_zone: String,
    /// Hours by `monday` to `sunday`; a day that is left out is free.
    week: BTreeMap<String, Vec<String>>,
    /// Days without hours, like `2026-10-01`; with the extra days at most 120.
    #[schemars(default)]
    holidays: Vec<String>,
    /// Days with hours of their own 调休, by date.
    #[schemars(default)]
    extra_days: BTreeMap<String, Vec<String>>,
}

impl Waiting {
    /// In these lanes.
    pub fn of(lanes: &Lanes) -> Self {
        Self { all: lanes.waiting(), urgent: lanes.urgent.waiting() }
    }
}

impl QueueLine {
    /// For a customer who may submit a ticket at this moment.
    pub fn for_customer(queue: &Queue, lanes: &Lanes, now: Timestamp) -> Self {
        Self { expected: expected(queue, lanes, lanes.waiting() + 1, now), ..Self::of(queue) }
    }

    /// For staff; `mine` where the caller serves it.
    pub fn for_staff(queue: &Queue, lanes: &Lanes, mine: bool) -> Self {
        Self { state: Some(queue.state.as_str()), waiting: Some(Waiting::of(lanes)), mine: Some(mine), ..Self::of(queue) }
    }

    fn of(queue: &Queue) -> Self {
        let about = queue.about.as_ref().map(ToString::to_string);
        Self {
            queue_id: queue.queue_id.to_string(),
            name: queue.name.to_string(),
            about,
            expected: None,
            state: None,
            waiting: None,
            mine: None,
        }
    }
}

impl QueueDetail {
    /// The view of `queue`.
    pub fn of(queue: &Queue, lanes: &Lanes, members: Vec<StaffMember>) -> Self {
        let moving_to = match queue.state {
            QueueState::Stopping { into } => Some(into.to_string()),
            QueueState::Open | QueueState::Stopped { .. } => None,
        };
        let member = |member: StaffMember| MemberView { identity_id: member.identity_id.to_string(), name: member.name.to_string() };
        Self {
            queue_id: queue.queue_id.to_string(),
            name: queue.name.to_string(),
            about: queue.about.as_ref().map(ToString::to_string),
            state: queue.state.as_str(),
            moving_to,
            waiting: Waiting::of(lanes),
            service: queue.service.clone(),
            members: members.into_iter().map(member).collect(),
        }
    }
}

/// The edition of a queue: what its editors set, and not what waits in it.
pub fn edition(queue: &Queue) -> Result<Edition, Problem> {
    Edition::of(&(queue.queue_id, &queue.name, &queue.about, &queue.state, &queue.service))
}

/// A queue as it was read, with what waits in it and the active staff that serves it.
pub struct Found {
    /// The queue.
    pub queue: Versioned<Queue>,
    /// What waits in it.
    pub lanes: Lanes,
    /// Who serves it.
    pub members: Vec<StaffMember>,
}

/// Finds a queue with what waits in it and who serves it.
pub async fn find(deps: &Deps, tenant: TenantId, id: QueueId) -> Result<Option<Found>, StoreError> {
    let (found, lanes) = futures::try_join!(deps.store.serving(tenant, id), deps.store.lanes(tenant, id))?;
    Ok(found.map(|(queue, mut members)| {
        members.retain(|member| member.state == IdentityState::Active);
        Found { queue, lanes, members }
    }))
}

/// In which lane a ticket waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LaneView {
    /// The ticket.
    pub ticket_id: String,
    /// `normal` or `urgent`.
    pub lane: &'static str,
    /// Why it is urgent, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_by: Option<MemberView>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_at: Option<String>,
}

impl LaneView {
    /// Where `ticket` waits.
    pub fn of(ticket: &Ticket) -> Self {
        let urgent = ticket.urgent.as_ref();
        Self {
            ticket_id: ticket.ticket_id.to_string(),
            lane: ticket.lane.as_str(),
            reason: urgent.map(|urgent| urgent.reason.to_string()),
            marked_by: urgent.map(|urgent| MemberView { identity_id: urgent.by.to_string(), name: urgent.by_name.to_string() }),
            marked_at: urgent.map(|urgent| urgent.at.to_string()),
        }
    }
}
