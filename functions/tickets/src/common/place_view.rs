//! Where a ticket waits and how long it will, on the wire.

use std::collections::HashMap;

use foyer_domain::id::{QueueId, TicketId};
use foyer_domain::tickets::departures::Lanes;
use foyer_domain::tickets::estimate::{self, Expected};
use foyer_domain::tickets::{Queue, Ticket, TicketState};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Problem};
use foyer_store::StoreError;
use foyer_store::queues::Standing;
use futures::future::try_join_all;
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

/// The places of those of `tickets` that wait. One that left its place while this was read, or has one that cannot be
/// read now, has none: whoever asked for the ticket gets that all the same. What belongs to a queue is read once.
pub async fn places(deps: &Deps, tickets: &[&Ticket]) -> Result<HashMap<TicketId, PlaceView>, Problem> {
    let mut queues: HashMap<QueueId, Vec<&Ticket>> = HashMap::new();
    for ticket in tickets.iter().filter(|ticket| ticket.state == TicketState::Waiting) {
        queues.entry(ticket.queue_id).or_default().push(ticket);
    }
    let standings = try_join_all(queues.into_values().map(|tickets| in_queue(deps, tickets))).await?;
    Ok(standings.into_iter().flatten().map(|(ticket, standing)| (ticket, PlaceView::of(&standing, deps.now()))).collect())
}

/// Where tickets of one queue stand.
async fn in_queue(deps: &Deps, tickets: Vec<&Ticket>) -> Result<Vec<(TicketId, Standing)>, Problem> {
    if let Some(standings) = if_readable(deps, deps.store.standings(&tickets)).await? {
        return Ok(standings);
    }
    // What cannot be read takes down the places that follow from it, and no others.
    let one = async |ticket: &Ticket| {
        let standing = Box::pin(if_readable(deps, deps.store.standing(ticket))).await?.flatten();
        Ok::<_, Problem>(standing.map(|standing| (ticket.ticket_id, standing)))
    };
    Ok(try_join_all(tickets.into_iter().map(one)).await?.into_iter().flatten().collect())
}

/// What was read, unless a row of it is damaged or changes too often.
async fn if_readable<T>(deps: &Deps, read: impl Future<Output = Result<T, StoreError>>) -> Result<Option<T>, Problem> {
    match deps.unless_unreadable(read).await {
        Err(StoreError::Busy(_)) => Ok(None),
        read => Ok(read?),
    }
}

impl PlaceView {
    fn of(standing: &Standing, now: Timestamp) -> Self {
        let Standing { place, lanes, queue } = standing;
        Self { position: place.position, waiting: place.waiting, expected: expected(queue, lanes, place.position, now) }
    }
}
