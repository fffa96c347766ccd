//! Voids queue numbers that were taken by a submission that then died, so that they do not count as
//! waiting for ever. On a schedule; no events.

use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_store::PageRequest;
use serde::Serialize;
use serde_json::Value;

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Queues looked at.
    pub queues: u64,
    /// Numbers voided.
    pub voided: u64,
}

const QUEUES_PER_PAGE: u32 = 100;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("sweep-queues", "Void queue numbers that no ticket owns", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut output = Output { queues: 0, voided: 0 };
    let mut page = PageRequest { limit: QUEUES_PER_PAGE, after: None };
    loop {
        let registers = deps.store.queue_register(&page).await?;
        for register in &registers.rows {
            output.voided += deps.store.void_holes(register, deps.now(), || deps.commit_token()).await?;
            output.queues += 1;
        }
        page.after = registers.next;
        if page.after.is_none() {
            return Ok(output);
        }
    }
}
