//! Sends email for the events of its queue.

use foyer_domain::address::{Address, Channel};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::config::Missing;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation, Wiring};
use foyer_messaging::email::{EmailSender, SendFailure};

use crate::common::deliver::deliver_batch;
use crate::common::links::Way;

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("send-email", "Send email for events", sender, handle)
}

fn sender(wiring: &Wiring) -> Result<EmailSender, Missing> {
    let from = wiring.needed("EMAIL_FROM")?;
    Ok(EmailSender::new(&wiring.service("SES"), from, wiring.variable("EMAIL_CONFIGURATION_SET")))
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch, sender: EmailSender) -> Result<BatchAnswer, EventFailure> {
    let send = |message: crate::common::plan::Message| {
        let sender = &sender;
        async move {
            match &message.address {
                Address::Email(email) => sender.send(email, &message.subject, message.text.reveal()).await,
                Address::Phone(_) => Err(SendFailure("a phone number was planned for email".into())),
            }
        }
    };
    Ok(Box::pin(deliver_batch(&deps, &Way { channel: Channel::Email, links: None }, batch, send)).await)
}
