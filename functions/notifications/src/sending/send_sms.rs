//! Sends SMS for the events of its queue.

use foyer_domain::address::{Address, Channel};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::config::Missing;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation, Wiring};
use foyer_messaging::email::SendFailure;
use foyer_messaging::sms::SmsSender;

use crate::common::deliver::deliver_batch;

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("send-sms", "Send SMS for events", sender, handle)
}

#[expect(clippy::unnecessary_wraps, reason = "other operations miss a variable here; no name of a sender is none")]
fn sender(wiring: &Wiring) -> Result<SmsSender, Missing> {
    Ok(SmsSender::new(&wiring.service("SNS"), wiring.variable("SMS_SENDER_ID")))
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch, sender: SmsSender) -> Result<BatchAnswer, EventFailure> {
    let send = |message: crate::common::plan::Message| {
        let sender = &sender;
        async move {
            match &message.address {
                Address::Phone(phone) => sender.send(phone, message.text.reveal()).await,
                Address::Email(_) => Err(SendFailure("an email address was planned for SMS".into())),
            }
        }
    };
    Ok(Box::pin(deliver_batch(&deps, Channel::Sms, batch, send)).await)
}
