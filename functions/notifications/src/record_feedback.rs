//! Marks the addresses that email came back from, or whose owners complained: nothing is sent there until they
//! are corrected. Triggered by its queue, which SES fills by way of a topic.

use foyer_domain::address::Channel;
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::feedback::of_email;
use foyer_store::address_marks::AddressMark;

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
    let faults = of_email(body).map_err(|error| EventFailure(format!("the message is no event of SES: {error}")))?;
    for (email, fault) in faults {
        // Of an address that is marked already, the first mark stays.
        let new = deps.store.insert(&AddressMark::new(Channel::Email, email.as_str(), fault, deps.now())).await?;
        tracing::info!(?fault, new, "an email address is marked");
    }
    Ok(())
}
