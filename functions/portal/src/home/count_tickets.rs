//! Counts tickets into the figures of the portal home when something happened to them (S001-7). Triggered by its
//! queue.
//!
//! An event says only which ticket to look at, so it may come twice or late.

use foyer_kit::batch::{BatchAnswer, QueueBatch, QueueMessage};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::{Envelope, Event};

/// The operation.
pub fn operation() -> Operation {
    Operation::event("count-tickets", "Count tickets for the portal home", handle)
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(error) = count(&deps, message).await {
            tracing::warn!(%error, message = message.message_id, "a ticket is to be counted again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

async fn count(deps: &Deps, message: &QueueMessage) -> Result<(), EventFailure> {
    let envelope: Envelope =
        serde_json::from_str(&message.body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    let tickets = match &envelope.event {
        Event::TicketsHandedOver(event) => event.ticket_ids.clone(),
        event => event.ticket_id().into_iter().collect(),
    };
    for ticket in tickets {
        let counted = deps.store.count_ticket(envelope.tenant_id, ticket, deps.now(), || deps.commit_token());
        deps.unless_unreadable(counted).await?;
    }
    Ok(())
}
