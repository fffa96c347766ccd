//! Voids queue numbers that were taken by a submission that then died, so that they do not count as
//! waiting for ever, and empties queues that are to be stopped. On a schedule. Emits `ticket.transferred` for each that it moves.

use foyer_domain::tickets::life::Stamp;
use foyer_domain::tickets::timeline::{Author, Side};
use foyer_domain::tickets::{Lane, Queue, QueueState, Ticket, TicketState};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::Event;
use foyer_store::queues::Register;
use foyer_store::worklist::Waits;
use foyer_store::{Clash, CommitError, PageRequest, Versioned};
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
}

const QUEUES_PER_PAGE: u32 = 100;

/// Tickets moved out of one queue in one sweep; the next one goes on.
const MOVED_AT_ONCE: usize = 100;

/// Joiners of the other queue that were too slow for its own sweep.
const NUMBERS_TRIED: u32 = 3;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("sweep-queues", "Void queue numbers that no ticket owns", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut output = Output { queues: 0, voided: 0, moved: 0 };
    let mut page = PageRequest { limit: QUEUES_PER_PAGE, after: None };
    loop {
        let registers = deps.store.queue_register(&page).await?;
        for register in &registers.rows {
            output.voided += deps.store.void_holes(register, deps.now(), || deps.commit_token()).await?;
            output.queues += 1;
            if register.stopping > 0 {
                output.moved += empty(&deps, register).await?;
            }
        }
        page.after = registers.next;
        if page.after.is_none() {
            return Ok(output);
        }
    }
}

/// Moves tickets out of a queue that is being stopped, the first ones first; stops it when none are left.
/// Whatever ends it in between, the next sweep finds what still waits.
async fn empty(deps: &Deps, register: &Register) -> Result<u64, EventFailure> {
    let at = (register.tenant_id, register.queue_id);
    let Some(queue) = deps.store.queue(at.0, at.1).await? else { return Ok(0) };
    let QueueState::Stopping { into } = queue.value.state else { return Ok(0) };
    let target = deps.store.queue(at.0, into).await?.ok_or_else(|| EventFailure(format!("there is no queue {into}")))?.value;
    let lanes = deps.store.lanes(at.0, at.1).await?;
    let mut moved = 0;
    for lane in [Lane::Urgent, Lane::Normal] {
        let numbers = deps.store.first_waiting(at, (lane, lanes.lane(lane)), 0, MOVED_AT_ONCE).await?;
        let numbers: Vec<Waits> = numbers.into_iter().map(|number| (lane, number)).collect();
        for ticket in deps.store.owners(at, &numbers).await? {
            if ticket.value.state == TicketState::Waiting && ticket.value.queue_id == at.1 {
                moved += u64::from(move_one(deps, &ticket, &target).await?);
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
