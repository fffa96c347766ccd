//! Sends SMS for the events of its queue.

use foyer_domain::address::{Address, Channel};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::email::SendFailure;
use foyer_messaging::sms::SmsSender;

use crate::common::deliver::deliver_batch;

/// The operation.
pub fn operation(sender: SmsSender) -> Operation {
    Operation::event("send-sms", "Send SMS for events", move |deps, batch| handle(deps, sender.clone(), batch))
}

/// Handles one batch.
pub async fn handle(deps: Deps, sender: SmsSender, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let send = |message: crate::common::plan::Message| {
        let sender = &sender;
        async move {
            match &message.address {
                Address::Phone(phone) => sender.send(phone, message.text.reveal()).await,
                Address::Email(_) => Err(SendFailure("an email address was planned for SMS".into())),
            }
        }
    };
    Ok(deliver_batch(&deps, Channel::Sms, batch, send).await)
}
