//! Sends email for the events of its queue.

use foyer_domain::address::{Address, Channel};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::email::{EmailSender, SendFailure};

use crate::common::deliver::deliver_batch;

/// The operation.
pub fn operation(sender: EmailSender) -> Operation {
    Operation::event("send-email", "Send email for events", move |deps, batch| handle(deps, sender.clone(), batch))
}

/// Handles one batch.
pub async fn handle(deps: Deps, sender: EmailSender, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let send = |message: crate::common::plan::Message| {
        let sender = &sender;
        async move {
            match &message.address {
                Address::Email(email) => sender.send(email, &message.subject, message.text.reveal()).await,
                Address::Phone(_) => Err(SendFailure("a phone number was planned for email".into())),
            }
        }
    };
    Ok(deliver_batch(&deps, Channel::Email, batch, send).await)
}
