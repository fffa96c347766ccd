//! Voids queue numbers that were taken by a submission that then died, so that they do not count as
//! waiting for ever, and empties queues that are to be stopped. On a schedule. Emits `ticket.transferred` for each that it moves.

use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::tickets::life::Stamp;
use foyer_domain::tickets::timeline::{Author, Side};
use foyer_domain::tickets::{Lane, Queue, QueueState, Ticket, TicketState};
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::Event;
use foyer_store::queues::SETTLING_SHARDS;
use foyer_store::worklist::Waits;
use foyer_store::{Clash, CommitError, Versioned};
use serde::Serialize;
use serde_json::Value;

use crate::common::joining::join;
use crate::common::progress::progress;

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Queues looked at.
    pub queues: u64,
    /// Numbers voided.
    pub voided: u64,
    /// Tickets moved to another queue.
    pub moved: u64,
    /// Queues that could not be looked at; the next sweep tries again.
    pub failed: u64,
}

/// Tickets that are read before they are moved.
const MOVED_AT_ONCE: usize = 100;

/// Joiners of the other queue that were too slow for its own sweep.
const NUMBERS_TRIED: u32 = 3;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("sweep-queues", "Void queue numbers that no ticket owns", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let (mut voided, mut moved) = (0, 0);
    let part = |deps: Deps, shard, after: Option<String>| async move { deps.store.queues_due(shard, deps.now(), after.as_deref()).await };
    let each = |deps: Deps, due: Vec<(TenantId, QueueId)>| async move {
        let (mut voided, mut moved) = (0, 0);
        for queue in due {
            let looked = deps.store.void_holes(queue, deps.now(), || deps.commit_token()).await?;
            voided += looked.voided;
            if looked.closed {
                moved += empty(&deps, queue).await?;
            }
        }
        Ok((voided, moved))
    };
    let looked = |more: (u64, u64)| {
        voided += more.0;
        moved += more.1;
    };
    let swept = sweep(&deps, Shards { shards: SETTLING_SHARDS, together: 1 }, part, each, looked).await;
    Ok(Output { queues: swept.looked_at, voided, moved, failed: swept.failed })
}

/// Moves tickets out of a queue that is being stopped, the first ones first; stops it when none are left.
/// Whatever ends it in between, the next sweep finds what still waits.
async fn empty(deps: &Deps, at: (TenantId, QueueId)) -> Result<u64, EventFailure> {
    let Some(queue) = deps.store.queue(at.0, at.1).await? else { return Ok(0) };
    let QueueState::Stopping { into } = queue.value.state else { return Ok(0) };
    let target = deps.store.queue(at.0, into).await?.ok_or_else(|| EventFailure(format!("there is no queue {into}")))?.value;
    let mut moved = 0;
    for lane in [Lane::Urgent, Lane::Normal] {
        let mut from = 0;
        while !deps.is_nearly_over() {
            let lanes = deps.store.lanes(at.0, at.1).await?;
            let numbers = deps.store.first_waiting(at, (lane, lanes.lane(lane)), from, MOVED_AT_ONCE).await?;
            let Some(last) = numbers.last() else { break };
            // Those that cannot be moved now are not looked at again in this sweep.
            from = last + 1;
            let numbers: Vec<Waits> = numbers.into_iter().map(|number| (lane, number)).collect();
            for ticket in deps.store.owners(at, &numbers).await? {
                if ticket.value.state == TicketState::Waiting && ticket.value.queue_id == at.1 && !deps.is_nearly_over() {
                    moved += u64::from(move_one(deps, &ticket, &target).await?);
                }
            }
        }
    }
    let lanes = deps.store.lanes(at.0, at.1).await?;
    if lanes.waiting() == 0 {
        let stopped = Queue { state: QueueState::Stopped { at: deps.now() }, ..queue.value.clone() };
        deps.commit().close_queue(&queue, &stopped, lanes.normal.next).run(&deps.store).await?;
    }
    Ok(moved)
}

async fn move_one(deps: &Deps, read: &Versioned<Ticket>, target: &Queue) -> Result<bool, EventFailure> {
    let by = Author { identity_id: None, name: None, side: Side::System };
    let stamp = Stamp { by, at: deps.now() };
    for _ in 0..NUMBERS_TRIED {
        let Ok(mut moved) = read.value.requeue(&stamp, target, None) else { return Ok(false) };
        let joined = join(deps, target.tenant_id, target.queue_id).await?;
        let (taken, behind) = joined.ok_or_else(|| EventFailure(format!("{} takes no tickets", target.queue_id)))?;
        moved.ticket.joined_behind = Some(behind);
        moved.ticket.number = taken.number;
        let event = Event::TicketTransferred(progress(Some(&read.value), &moved.ticket, &stamp.by));
        let envelope = deps.event(deps.new_id(), target.tenant_id, None, event);
        let commit = deps.emit(deps.commit().change_ticket(read, moved, stamp.at), &envelope)?;
        match taken.settle(deps, commit.run(&deps.store).await).await {
            Ok(()) => return Ok(true),
            Err(CommitError::Clash(Clash::NumberVoided)) => {}
            // It was accepted or withdrawn meanwhile.
            Err(CommitError::Clash(_)) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}
