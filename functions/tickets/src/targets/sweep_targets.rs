//! Warns of targets that are near, and marks tickets whose targets are missed (F32). On a schedule. What is due
//! stands in an index, so nothing is looked for. Emits what [`crate::common::target_watch`] finds.

use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_store::watches::WATCH_SHARDS;
use serde::Serialize;
use serde_json::Value;

use crate::common::target_watch;

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Tickets looked at.
    pub tickets: usize,
    /// Warnings and misses that were told.
    pub told: usize,
}

/// Tickets of one shard that one sweep looks at; the next one goes on.
const AT_ONCE: u32 = 100;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("sweep-targets", "Warn of targets that are near, and mark tickets that miss them", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut output = Output { tickets: 0, told: 0 };
    for shard in 0..WATCH_SHARDS {
        for (tenant, ticket) in deps.store.watches_due(shard, deps.now(), AT_ONCE).await? {
            output.tickets += 1;
            output.told += target_watch::watch(&deps, tenant, ticket).await?;
        }
    }
    Ok(output)
}
