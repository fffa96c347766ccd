//! Keeps up when to look at the targets of tickets that something happened to (F32), so that `sweep-targets` need
//! not look for them. Triggered by its queue. Emits what [`crate::common::target_watch`] finds.

use std::collections::BTreeSet;

use foyer_domain::id::{TenantId, TicketId};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::Envelope;

use crate::common::target_watch;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("track-targets", "Keep up when the targets of tickets come", handle)
}

/// Handles one batch: each ticket once, whatever happened to it.
pub async fn handle(deps: Deps, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    let mut seen = BTreeSet::new();
    for message in &batch.records {
        let looked = match moved(&message.body) {
            Ok(Some(ticket)) if seen.insert(ticket) => {
                deps.unless_unreadable(target_watch::watch(&deps, ticket.0, ticket.1)).await.map(|_| ticket)
            }
            Ok(_) => continue,
            Err(error) => Err(error),
        };
        if let Err(error) = looked {
            tracing::warn!(%error, message = message.message_id, "a ticket's targets are to be looked at again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

/// The ticket that something happened to.
fn moved(body: &str) -> Result<Option<(TenantId, TicketId)>, EventFailure> {
    let envelope: Envelope = serde_json::from_str(body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    Ok(envelope.event.ticket_id().map(|ticket| (envelope.tenant_id, ticket)))
}
