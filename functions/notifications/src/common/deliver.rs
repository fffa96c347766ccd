//! The way of a message: claimed, sent, settled; each recipient of each event once per channel.

use std::future::Future;

use foyer_domain::address::Channel;
use foyer_kit::Deps;
use foyer_kit::batch::{BatchAnswer, QueueBatch, QueueMessage};
use foyer_kit::operation::EventFailure;
use foyer_messaging::email::SendFailure;
use foyer_messaging::{Envelope, Event, gsm};
use foyer_store::deliveries::{Claim, Delivery, Progress, Promise};

use crate::common::budget::allowed;
use crate::common::plan::{Action, Message, Plan, plan};

/// Handles a batch: every message by itself, so that a bad one does not hold up the good ones.
pub async fn deliver_batch<F, R>(deps: &Deps, channel: Channel, batch: QueueBatch, send: F) -> BatchAnswer
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(error) = deliver(deps, channel, message, &send).await {
            tracing::warn!(%error, message = message.message_id, "a message is to be delivered again");
            answer.fail(&message.message_id);
        }
    }
    answer
}

async fn deliver<F, R>(deps: &Deps, channel: Channel, message: &QueueMessage, send: &F) -> Result<(), EventFailure>
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let envelope: Envelope =
        serde_json::from_str(&message.body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    let mut failed = None;
    // One recipient's trouble must not keep the others from being told.
    let plans = deps.unless_unreadable(Box::pin(plan(deps, &envelope, channel))).await?.unwrap_or_default();
    for one in plans {
        if let Err(error) = deps.unless_unreadable(deliver_one(deps, channel, &envelope, one, send)).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn deliver_one<F, R>(deps: &Deps, channel: Channel, envelope: &Envelope, plan: Plan, send: &F) -> Result<(), EventFailure>
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let delivery = Delivery {
        tenant_id: envelope.tenant_id,
        event_id: envelope.id,
        event_type: envelope.event.event_type().to_owned(),
        channel,
        recipient: plan.recipient.account_id,
        identity_id: plan.recipient.identity_id,
        recipient_tenant: plan.recipient.tenant_id,
        recipient_state: plan.recipient.state,
        ticket_id: envelope.event.ticket_id(),
        segments: segments(channel, &plan.action),
        progress: Progress::Claimed,
        at: deps.now(),
    };
    // Whether the address is one that nothing reaches is looked up while the message is claimed.
    let fault = async {
        match &plan.action {
            Action::Send(message) => deps.store.address_fault(channel, message.address.as_str()).await,
            Action::Hold(_) => Ok(None),
        }
    };
    let (claimed, fault) = futures::join!(deps.store.claim(delivery, promise(envelope)), fault);
    let claimed = match claimed? {
        Claim::Mine(claimed) => claimed,
        Claim::Done => return Ok(()),
        Claim::Held => return Err(EventFailure("another sender is at it".into())),
    };
    let (progress, outcome) = match plan.action {
        Action::Hold(reason) => (Progress::Suppressed { reason }, Ok(())),
        Action::Send(message) => match fault? {
            Some(fault) => (Progress::Suppressed { reason: fault.into() }, Ok(())),
            None => match allowed(deps, envelope, &claimed, message).await? {
                Err(reason) => (Progress::Suppressed { reason }, Ok(())),
                Ok(message) => match send(message).await {
                    Ok(message_id) => (Progress::Sent { message_id }, Ok(())),
                    Err(error) => (Progress::Failed { reason: error.0.clone() }, Err(EventFailure(error.0))),
                },
            },
        },
    };
    deps.count("Messages", &[("channel", channel.as_str()), ("outcome", progress.as_str())]);
    if let (Progress::Sent { .. }, Some(segments)) = (&progress, claimed.value.segments) {
        deps.add("SmsSegments", u64::from(segments), &[("channel", channel.as_str())]);
    }
    if !deps.store.settle(&claimed, progress, deps.now()).await? {
        tracing::warn!(event = %envelope.id, "a claim was taken over while its message was sent");
    }
    outcome
}

/// The segments of an SMS that is to be sent.
fn segments(channel: Channel, action: &Action) -> Option<u32> {
    match action {
        Action::Send(message) if channel == Channel::Sms => Some(gsm::segments(message.text.reveal())),
        Action::Send(_) | Action::Hold(_) => None,
    }
}

/// A verification code is sent at most once: its owner asks for another. Everything else may be repeated after
/// a crash.
fn promise(envelope: &Envelope) -> Promise {
    match envelope.event {
        Event::PasswordResetRequested(_) | Event::AddressChangeRequested(_) => Promise::AtMostOnce,
        _ => Promise::AtLeastOnce,
    }
}
