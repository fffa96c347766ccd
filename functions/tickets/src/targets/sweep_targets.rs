//! Warns of targets that are near, and marks tickets whose targets are missed (F32). On a schedule. What is due
//! stands in an index, so nothing is looked for. Emits what [`crate::common::target_watch`] finds.

use foyer_domain::id::{TenantId, TicketId};
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_store::watches::WATCH_SHARDS;
use serde::Serialize;
use serde_json::Value;

use crate::common::target_watch;

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Tickets looked at.
    pub tickets: u64,
    /// Warnings and misses that were told.
    pub told: usize,
    /// Tickets that could not be looked at; the next sweep tries again.
    pub failed: u64,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::event("sweep-targets", "Warn of targets that are near, and mark tickets that miss them", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut told = 0;
    let part = |deps: Deps, shard, after: Option<String>| async move { deps.store.watches_due(shard, deps.now(), after.as_deref()).await };
    let each = |deps: Deps, due: Vec<(TenantId, TicketId)>| async move {
        let mut told = 0;
        for (tenant, ticket) in due {
            told += target_watch::watch(&deps, tenant, ticket).await?;
        }
        Ok(told)
    };
    let swept = sweep(&deps, Shards { shards: WATCH_SHARDS, together: 1 }, part, each, |more: usize| told += more).await;
    Ok(Output { tickets: swept.looked_at, told, failed: swept.failed })
}
