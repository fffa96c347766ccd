//! What waits in a queue, in the order in which it is served (table `tickets`).
//!
//! It is read from the trees of departures: what has not left waits. So the list is the one that places are
//! computed from, and however many tickets a queue has seen, only those that wait are read.

use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::tickets::{Lane, Ticket, TicketState};

use crate::{Store, StoreError};

/// A place among what waits: the lane, and the number that it handed out.
pub type Waits = (Lane, u64);

/// Tickets that wait.
#[derive(Debug, Clone)]
pub struct WaitingPage {
    /// The tickets, the next to be served first: the urgent lane, then the normal one.
    pub tickets: Vec<Ticket>,
    /// Where it goes on after, if there may be more.
    pub next: Option<Waits>,
}

impl Store {
    /// Tickets of a queue that wait behind `after`.
    pub async fn waiting(&self, tenant: TenantId, queue: QueueId, after: Option<Waits>, limit: u32) -> Result<WaitingPage, StoreError> {
        let lanes = self.lanes(tenant, queue).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found: Vec<Waits> = Vec::new();
        for lane in [Lane::Urgent, Lane::Normal] {
            let from = match after {
                Some((Lane::Normal, _)) if lane == Lane::Urgent => continue,
                Some((of, number)) if of == lane => number + 1,
                _ => 0,
            };
            // One more than wanted shows whether it goes on.
            let wanted = (limit + 1).saturating_sub(found.len());
            let numbers = self.first_waiting((tenant, queue), (lane, lanes.lane(lane)), from, wanted).await?;
            found.extend(numbers.into_iter().map(|number| (lane, number)));
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let mut tickets = Vec::new();
        for lane in [Lane::Urgent, Lane::Normal] {
            let numbers: Vec<u64> = found.iter().filter(|(of, _)| *of == lane).map(|(_, number)| *number).collect();
            // A number without an owner belongs to somebody who is about to submit.
            tickets.extend(self.owners((tenant, queue), lane, &numbers).await?.into_iter().map(|ticket| ticket.value));
        }
        tickets.retain(|ticket| ticket.state == TicketState::Waiting && ticket.queue_id == queue);
        Ok(WaitingPage { tickets, next: found.last().copied().filter(|_| more) })
    }
}
