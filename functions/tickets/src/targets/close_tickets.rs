//! Closes completed tickets that nobody re-opened within 7 days (decision 7). On a schedule; a ticket that was
//! closed already is passed over. Emits `ticket.closed`.

use foyer_domain::id::{TenantId, TicketId};
use foyer_domain::tickets::timeline::{Author, Side};
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::Event;
use foyer_store::tickets::CLOSING_SHARDS;
use foyer_store::{Clash, CommitError};
use serde::Serialize;
use serde_json::Value;

use crate::common::progress::progress;

/// What one tick did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Tickets closed.
    pub closed: u64,
    /// Tickets that cannot be read or could not be closed; the next tick tries again.
    pub failed: u64,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::event("close-tickets", "Close tickets that were completed a week ago", handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value) -> Result<Output, EventFailure> {
    let mut closed = 0;
    let part =
        |deps: Deps, shard, after: Option<String>| async move { deps.store.tickets_to_close(shard, deps.now(), after.as_deref()).await };
    let each = |deps: Deps, due: Vec<(TenantId, TicketId)>| async move {
        let mut closed = 0;
        for (tenant, ticket) in due {
            closed += u64::from(close(&deps, tenant, ticket).await?);
        }
        Ok(closed)
    };
    let swept = sweep(&deps, Shards { shards: CLOSING_SHARDS, together: 1 }, part, each, |more: u64| closed += more).await;
    Ok(Output { closed, failed: swept.failed })
}

async fn close(deps: &Deps, tenant: TenantId, ticket: TicketId) -> Result<bool, EventFailure> {
    let Some(read) = deps.store.ticket(tenant, ticket).await? else {
        return Ok(false);
    };
    let Some(moved) = read.value.close(deps.now()) else {
        return Ok(false);
    };
    let nobody = Author { identity_id: None, name: None, side: Side::System };
    let event = Event::TicketClosed(progress(Some(&read.value), &moved.ticket, &nobody));
    let envelope = deps.event(deps.new_id(), moved.ticket.tenant_id, None, event);
    let commit = deps.emit(deps.commit().change_ticket(&read, moved, deps.now()), &envelope)?;
    match commit.run(&deps.store).await {
        Ok(()) => Ok(true),
        // Rated meanwhile, or closed by another tick.
        Err(CommitError::Clash(Clash::Stale)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
