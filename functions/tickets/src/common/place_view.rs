//! Where a ticket waits and how long it will, on the wire.

use foyer_domain::tickets::departures::Lanes;
use foyer_domain::tickets::estimate::{self, Expected};
use foyer_domain::tickets::{Queue, Ticket, TicketState};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Problem};
use foyer_store::StoreError;
use schemars::JsonSchema;
use serde::Serialize;

/// When a ticket will be accepted, from how fast the queue was lately, in its working time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExpectedView {
    /// Hardly before.
    pub earliest: String,
    /// Hardly after.
    pub latest: String,
}

/// The place of a ticket that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlaceView {
    /// This ticket's place 排在第几位, 1 for the next.
    pub position: u64,
    /// Tickets waiting in the queue.
    pub waiting: u64,
    /// When the ticket will be accepted, four times of five; absent while too little is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedView>,
}

impl From<Expected> for ExpectedView {
    fn from(range: Expected) -> Self {
        Self { earliest: range.earliest.to_string(), latest: range.latest.to_string() }
    }
}

/// When the ticket at `position` of a queue will be accepted; `None` while too little is known.
pub fn expected(queue: &Queue, lanes: &Lanes, position: u64, now: Timestamp) -> Option<ExpectedView> {
    let calendar = queue.service.as_ref().map(|service| &service.calendar);
    estimate::expected(calendar, &lanes.accepted_at(), position, now).map(ExpectedView::from)
}

/// The place of `ticket`; `None` where it does not wait, left its place while this was read, or has one that cannot be
/// read now: whoever asked for the ticket gets that all the same.
pub async fn place(deps: &Deps, ticket: &Ticket) -> Result<Option<PlaceView>, Problem> {
    if ticket.state != TicketState::Waiting {
        return Ok(None);
    }
    let standing = match deps.unless_unreadable(deps.store.standing(ticket)).await {
        Err(StoreError::Busy(_)) => None,
        read => read?.flatten(),
    };
    Ok(standing.map(|standing| PlaceView {
        position: standing.place.position,
        waiting: standing.place.waiting,
        expected: expected(&standing.queue, &standing.lanes, standing.place.position, deps.now()),
    }))
}
