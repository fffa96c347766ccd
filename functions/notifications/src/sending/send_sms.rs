//! Sends SMS for the events of its queue.

use foyer_domain::address::{Address, Channel};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::config::Missing;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation, Wiring};
use foyer_messaging::email::SendFailure;
use foyer_messaging::sms::SmsSender;

use crate::common::deliver::deliver_batch;
use crate::common::links::{ShortLinks, Way};

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("send-sms", "Send SMS for events", sms, handle)
}

/// What it sends with.
#[derive(Debug, Clone)]
pub struct Sms {
    sender: SmsSender,
    /// Where its links begin; the portal if nothing shorter is there.
    links: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "other operations miss a variable here; no name of a sender is none")]
fn sms(wiring: &Wiring) -> Result<Sms, Missing> {
    let sender = SmsSender::new(&wiring.service("SNS"), wiring.variable("SMS_SENDER_ID"));
    Ok(Sms { sender, links: wiring.variable("LINKS_URL").filter(|url| !url.is_empty()) })
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch, sms: Sms) -> Result<BatchAnswer, EventFailure> {
    let send = |message: crate::common::plan::Message| {
        let sender = &sms.sender;
        async move {
            match &message.address {
                Address::Phone(phone) => sender.send(phone, message.text.reveal()).await,
                Address::Email(_) => Err(SendFailure("an email address was planned for SMS".into())),
            }
        }
    };
    let links = ShortLinks::under(sms.links.as_deref().unwrap_or(&deps.config.portal_url));
    let way = Way { channel: Channel::Sms, links: Some(links) };
    Ok(Box::pin(deliver_batch(&deps, &way, batch, send)).await)
}
