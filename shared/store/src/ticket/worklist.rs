//! What waits in a queue, in the order in which it is served (table `tickets`).
//!
//! It is read from the trees of departures: what has not left waits. So the list is the one that places are
//! computed from, and however many tickets a queue has seen, only those that wait are read.

use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::tickets::departures::Lanes;
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
        // One more than wanted shows whether it goes on.
        let mut found = self.first_in_line((tenant, queue), &lanes, after, limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        // A number without an owner belongs to somebody who is about to submit.
        let owners = self.owners((tenant, queue), &found).await?;
        let mut tickets: Vec<Ticket> = owners.into_iter().map(|ticket| ticket.value).collect();
        tickets.retain(|ticket| ticket.state == TicketState::Waiting && ticket.queue_id == queue);
        Ok(WaitingPage { tickets, next: found.last().copied().filter(|_| more) })
    }

    /// The first `count` places behind `after` that are taken in a queue with these lanes, the next to be served first:
    /// the urgent lane, then the normal one. Both lanes are read at the same time where something waits in both.
    pub async fn first_in_line(
        &self,
        (tenant, queue): (TenantId, QueueId),
        lanes: &Lanes,
        after: Option<Waits>,
        count: usize,
    ) -> Result<Vec<Waits>, StoreError> {
        let from = |lane: Lane| match after {
            Some((of, number)) if of == lane => number + 1,
            _ => 0,
        };
        let at = (tenant, queue);
        let (urgent, normal) = ((Lane::Urgent, &lanes.urgent), (Lane::Normal, &lanes.normal));
        if matches!(after, Some((Lane::Normal, _))) {
            return Ok(places(Lane::Normal, self.first_waiting(at, normal, from(Lane::Normal), count).await?));
        }
        // What waits in the urgent lane is known beforehand: where it fills the page, the normal lane is not read.
        let ahead = usize::try_from(lanes.urgent.waiting()).unwrap_or(usize::MAX);
        let in_normal = if after.is_none() { count.saturating_sub(ahead) } else { count };
        let (ahead, mut behind) =
            futures::try_join!(self.first_waiting(at, urgent, from(Lane::Urgent), count), self.first_waiting(at, normal, 0, in_normal))?;
        let wanted = count.saturating_sub(ahead.len());
        if wanted > in_normal {
            // Somebody left the urgent lane since it was counted.
            behind = self.first_waiting(at, normal, 0, wanted).await?;
        }
        behind.truncate(wanted);
        Ok([places(Lane::Urgent, ahead), places(Lane::Normal, behind)].concat())
    }
}

fn places(lane: Lane, numbers: Vec<u64>) -> Vec<Waits> {
    numbers.into_iter().map(|number| (lane, number)).collect()
}
