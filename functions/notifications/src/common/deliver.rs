//! The way of a message: claimed, sent, settled; each recipient of each event once per channel.

use std::future::Future;

use foyer_domain::address::Channel;
use foyer_kit::Deps;
use foyer_kit::batch::{BatchAnswer, QueueBatch, QueueMessage};
use foyer_kit::operation::EventFailure;
use foyer_messaging::email::SendFailure;
use foyer_messaging::event::NewsDiverted;
use foyer_messaging::{Envelope, Event, gsm};
use foyer_store::deliveries::{Claim, Delivery, Progress, Promise};
use foyer_store::{Clash, CommitError, Versioned};

use crate::common::budget::{allowed, diverts};
use crate::common::links::Way;
use crate::common::plan::{Action, Message, Plan, plan};

/// Handles a batch: every message by itself, so that a bad one does not hold up the good ones.
pub async fn deliver_batch<F, R>(deps: &Deps, way: &Way, batch: QueueBatch, send: F) -> BatchAnswer
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(error) = deliver(deps, way, message, &send).await {
            tracing::warn!(%error, message = message.message_id, "a message is to be delivered again");
            answer.fail(&message.message_id);
        }
    }
    answer
}

async fn deliver<F, R>(deps: &Deps, way: &Way, message: &QueueMessage, send: &F) -> Result<(), EventFailure>
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let envelope: Envelope =
        serde_json::from_str(&message.body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    let envelope = match &envelope.event {
        Event::NewsDiverted(news) => {
            news.clone().by_email(&envelope).map_err(|error| EventFailure(format!("the news are no event: {error}")))?
        }
        _ => envelope,
    };
    let mut failed = None;
    // One recipient's trouble must not keep the others from being told.
    let plans = deps.unless_unreadable(Box::pin(plan(deps, &envelope, way.channel))).await?.unwrap_or_default();
    for one in plans {
        if let Err(error) = deps.unless_unreadable(deliver_one(deps, way, &envelope, one, send)).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn deliver_one<F, R>(deps: &Deps, way: &Way, envelope: &Envelope, mut plan: Plan, send: &F) -> Result<(), EventFailure>
where
    F: Fn(Message) -> R,
    R: Future<Output = Result<String, SendFailure>>,
{
    let channel = way.channel;
    let link = match (&way.links, &mut plan.action) {
        (Some(links), Action::Send(message)) => links.shorten(message, envelope, plan.recipient)?,
        _ => None,
    };
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
        segments: match &plan.action {
            Action::Send(message) => segments(channel, message),
            Action::Hold(_) => None,
        },
        claimed_by: deps.commit_token(),
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
    // What its link leads to is kept at the same moment: a message that is claimed may go out.
    let kept = async {
        match &link {
            Some(link) => deps.store.keep_link(link).await,
            None => Ok(()),
        }
    };
    let (claimed, fault, kept) = futures::join!(deps.store.claim(delivery, promise(envelope)), fault, kept);
    let mut claimed = match claimed? {
        Claim::Mine(claimed) => claimed,
        Claim::Done => return Ok(()),
        Claim::Held => return Err(EventFailure("another sender is at it".into())),
    };
    kept?;
    let mut diverted = None;
    let (progress, outcome) = match plan.action {
        Action::Hold(reason) => (Progress::Suppressed { reason }, Ok(())),
        Action::Send(message) => match fault? {
            Some(fault) => (Progress::Suppressed { reason: fault.into() }, Ok(())),
            None => match allowed(deps, way, envelope, (&*claimed, plan.recipient), message.clone()).await? {
                Err(reason) => {
                    diverted = NewsDiverted::of(envelope).filter(|_| message.or_email && diverts(reason, envelope));
                    (Progress::Suppressed { reason }, Ok(()))
                }
                Ok(message) => {
                    claimed.value.segments = segments(channel, &message);
                    match send(message).await {
                        Ok(message_id) => (Progress::Sent { message_id }, Ok(())),
                        Err(error) => (Progress::Failed { reason: error.0.clone() }, Err(EventFailure(error.0))),
                    }
                }
            },
        },
    };
    deps.count("Messages", &[("channel", channel.as_str()), ("outcome", progress.as_str())]);
    if let (Progress::Sent { .. }, Some(segments)) = (&progress, claimed.value.segments) {
        deps.add("SmsSegments", u64::from(segments), &[("channel", channel.as_str())]);
    }
    if !settled(deps, envelope, &claimed, progress, diverted).await? {
        tracing::warn!(event = %envelope.id, "a claim was taken over while its message was sent");
    }
    outcome
}

/// Settles a claim, in one transaction with the news that go on by email; `false` if it was taken over meanwhile.
async fn settled(
    deps: &Deps,
    envelope: &Envelope,
    claimed: &Versioned<Delivery>,
    progress: Progress,
    diverted: Option<NewsDiverted>,
) -> Result<bool, EventFailure> {
    let Some(news) = diverted else {
        return Ok(deps.store.settle(claimed, progress, deps.now()).await?);
    };
    let told = Delivery { progress, at: deps.now(), ..claimed.value.clone() };
    let event = deps.event(deps.new_id(), envelope.tenant_id, envelope.actor, Event::NewsDiverted(news));
    match deps.emit(deps.commit().replace(claimed, &told), &event)?.run(&deps.store).await {
        Ok(()) => Ok(true),
        Err(CommitError::Clash(Clash::Stale)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The segments of an SMS that is to be sent.
fn segments(channel: Channel, message: &Message) -> Option<u32> {
    (channel == Channel::Sms).then(|| gsm::segments(message.text.reveal()))
}

/// A verification code is sent at most once: its owner asks for another. Everything else may be repeated after
/// a crash.
fn promise(envelope: &Envelope) -> Promise {
    match envelope.event {
        Event::PasswordResetRequested(_) | Event::AddressChangeRequested(_) => Promise::AtMostOnce,
        _ => Promise::AtLeastOnce,
    }
}
