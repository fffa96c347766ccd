//! Keeps a notice in the portal or the console for everybody whom an event concerns, one for each event and
//! identity. Triggered by its queue.
//!
//! A notice is no message: it reaches only who is signed in as the identity. So it is kept whatever the
//! identity's state is, and whoever is rehired finds what happened meanwhile (S000-23).

use std::collections::BTreeMap;

use foyer_domain::id::IdentityId;
use foyer_kit::batch::{BatchAnswer, QueueBatch, QueueMessage};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::{AccountRequestDecided, AccountRequestSubmitted, TicketProgress};
use foyer_messaging::{Envelope, Event};
use foyer_store::notices::NewNotice;

use crate::plan::deciders;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("keep-notices", "Keep notices for events", handle)
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    parameters: BTreeMap<String, String>,
    link: String,
}

/// Handles one batch.
pub async fn handle(deps: Deps, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(error) = keep(&deps, message).await {
            tracing::warn!(%error, message = message.message_id, "notices are to be kept again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

async fn keep(deps: &Deps, message: &QueueMessage) -> Result<(), EventFailure> {
    let envelope: Envelope =
        serde_json::from_str(&message.body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    for (identity_id, content) in concerned(deps, &envelope).await? {
        let new = NewNotice {
            tenant_id: envelope.tenant_id,
            identity_id,
            event_id: envelope.id,
            event_type: envelope.event.event_type().to_owned(),
            parameters: content.parameters,
            link: content.link,
            at: envelope.occurred_at,
        };
        deps.store.notify(new, deps.now(), || deps.commit_token()).await?;
    }
    Ok(())
}

/// Whom an event concerns, and what each is told.
async fn concerned(deps: &Deps, envelope: &Envelope) -> Result<Vec<(IdentityId, Content)>, EventFailure> {
    Ok(match &envelope.event {
        Event::IdentityBound(event) => vec![(event.identity_id, content([], "/"))],
        Event::PasswordChanged(event) => vec![(event.identity_id, content([], "/profile"))],
        Event::SecondFactorChanged(event) => vec![(event.identity_id, content([("change", event.change.as_str())], "/profile"))],
        Event::AccountRequestSubmitted(event) => {
            let deciders = deciders(deps, envelope.tenant_id, event).await?;
            deciders.into_iter().map(|member| (member.identity_id, applied(event))).collect()
        }
        Event::AccountRequestApproved(event) | Event::AccountRequestRejected(event) => vec![(event.applicant, decided(event))],
        Event::TicketSubmitted(event) | Event::TicketAccepted(event) => vec![(event.submitter, moved_on(event))],
        // Of these an account is told before it can be used, or because it cannot; the others move a ticket on,
        // and the queue does not take them yet.
        Event::AccountOpened(_)
        | Event::PasswordReset(_)
        | Event::PasswordResetRequested(_)
        | Event::TicketUrged(_)
        | Event::TicketWithdrawn(_)
        | Event::TicketReplied(_)
        | Event::TicketAsked(_)
        | Event::TicketAnswered(_)
        | Event::TicketTransferred(_)
        | Event::TicketCompleted(_)
        | Event::TicketReopened(_)
        | Event::TicketClosed(_)
        | Event::TicketRated(_)
        | Event::TicketShared(_) => Vec::new(),
    })
}

fn content<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>, link: &str) -> Content {
    let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Content { parameters: parameters.collect(), link: link.to_owned() }
}

fn applied(event: &AccountRequestSubmitted) -> Content {
    let applicant = ("applicant", event.applicant_name.as_str());
    content([applicant, ("contact", event.contact_name.as_str())], "/account-requests")
}

fn decided(event: &AccountRequestDecided) -> Content {
    let mut told = content(
        [("contact", event.contact_name.as_str()), ("decider", event.decided_by_name.as_str())],
        &format!("/contacts/{}", event.contact_id),
    );
    if let Some(reason) = &event.reason {
        told.parameters.insert("reason".to_owned(), reason.to_string());
    }
    told
}

fn moved_on(event: &TicketProgress) -> Content {
    let mut told =
        content([("title", event.title.as_str()), ("queue", event.queue_name.as_str())], &format!("/tickets/{}", event.ticket_id));
    if let Some(acceptor) = &event.acceptor_name {
        told.parameters.insert("acceptor".to_owned(), acceptor.to_string());
    }
    told
}
