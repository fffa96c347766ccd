//! Keeps what became of email that came back, or that its owner complained of (F34), and marks the addresses where
//! that will not pass: nothing is sent there until they are corrected. Triggered by its queue, which SES fills by way of
//! a topic.

use foyer_domain::address::{Channel, Email};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::feedback::of_email;

use crate::common::returned::returned;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("record-feedback", "Record what SES says of email that was sent", handle)
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(error) = record(&deps, &message.body).await {
            tracing::warn!(%error, message = message.message_id, "feedback is to be recorded again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

async fn record(deps: &Deps, body: &str) -> Result<(), EventFailure> {
    // The error names a place in the text and repeats none of it: there are addresses in it.
    let said = of_email(body).map_err(|error| EventFailure(format!("the message is no event of SES: {error}")))?;
    let Some(said) = said else { return Ok(()) };
    let addresses: Vec<&str> = said.addresses.iter().map(Email::as_str).collect();
    returned(deps, Channel::Email, &said.message_id, said.reason, &addresses).await?;
    Ok(())
}
