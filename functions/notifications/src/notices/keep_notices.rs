//! Keeps a notice in the portal or the console for everybody whom an event concerns, one for each event and
//! identity. Triggered by its queue. Whom an event concerns in great numbers, like those who serve a large queue, is
//! told in parts that come by the queue again. Emits `notices.due`.
//!
//! A notice is no message: it reaches only who is signed in as the identity. So it is kept whatever the
//! identity's state is, and whoever is rehired finds what happened meanwhile (S000-23).

use std::collections::BTreeMap;

use foyer_domain::agents::StaffMember;
use foyer_domain::id::{EventId, IdentityId, TenantId};
use foyer_domain::identity::IdentityState;
use foyer_domain::time::Timestamp;
use foyer_kit::batch::{BatchAnswer, QueueBatch, QueueMessage};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::{AccountRequestDecided, AccountRequestSubmitted, NoticesDue, TicketProgress, TicketRated, TicketTarget};
use foyer_messaging::{Envelope, Event};
use foyer_store::notices::NewNotice;
use foyer_store::{Freshness, Key, StoreError};
use futures::stream::{self, StreamExt as _};

use crate::common::plan::{administrators, deciders};

/// Whom one invocation tells of one event.
const PART: usize = 100;

/// Parts that are handed on in one transaction, which takes 4 MB: each has up to 5 KB.
const PARTS_TOGETHER: usize = 50;

/// Notices that are kept at once.
const AT_ONCE: usize = 16;

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
        if let Err(error) = deps.unless_unreadable(keep(&deps, message)).await {
            tracing::warn!(%error, message = message.message_id, "notices are to be kept again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

async fn keep(deps: &Deps, message: &QueueMessage) -> Result<(), EventFailure> {
    let envelope: Envelope =
        serde_json::from_str(&message.body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    let concerned = concerned(deps, &envelope).await?;
    if concerned.len() > PART {
        return hand_on(deps, &envelope, &concerned).await;
    }
    let (event_id, event_type, at) = told_of(&envelope);
    let new = concerned.into_iter().map(|(identity_id, Content { parameters, link })| {
        let event_type = event_type.to_owned();
        NewNotice { tenant_id: envelope.tenant_id, identity_id, event_id, event_type, parameters, link, at }
    });
    // One whose notice cannot be kept must not keep the others from theirs.
    let kept =
        stream::iter(new.collect::<Vec<_>>()).map(|new| deps.unless_unreadable(deps.store.notify(new, deps.now(), || deps.commit_token())));
    let kept: Vec<Result<Option<()>, StoreError>> = kept.buffer_unordered(AT_ONCE).collect().await;
    kept.into_iter().collect::<Result<Vec<Option<()>>, StoreError>>()?;
    Ok(())
}

/// The event that notices tell of.
fn told_of(envelope: &Envelope) -> (EventId, &str, Timestamp) {
    match &envelope.event {
        Event::NoticesDue(part) => (part.event_id, &part.event_type, part.at),
        event => (envelope.id, event.event_type(), envelope.occurred_at),
    }
}

/// Lets parts of the many whom an event concerns be told by themselves, each far within its time. What comes again
/// tells nobody twice: a notice is one for its event and identity.
async fn hand_on(deps: &Deps, envelope: &Envelope, concerned: &[(IdentityId, Content)]) -> Result<(), EventFailure> {
    let alike = concerned.chunk_by(|(_, one), (_, other)| one == other);
    let parts = alike.flat_map(|alike| alike.chunks(PART)).filter_map(|part| {
        let (_, content) = part.first()?;
        let (event_id, event_type, at) = told_of(envelope);
        let due = NoticesDue {
            event_id,
            event_type: event_type.to_owned(),
            at,
            parameters: content.parameters.clone(),
            link: content.link.clone(),
            to: part.iter().map(|(identity, _)| *identity).collect(),
        };
        Some(deps.event(deps.new_id(), envelope.tenant_id, envelope.actor, Event::NoticesDue(due)))
    });
    let parts: Vec<Envelope> = parts.collect();
    for together in parts.chunks(PARTS_TOGETHER) {
        let commit = together.iter().try_fold(deps.commit(), |commit, part| deps.emit(commit, part))?;
        commit.run(&deps.store).await?;
    }
    Ok(())
}

/// Whom an event concerns, and what each is told.
async fn concerned(deps: &Deps, envelope: &Envelope) -> Result<Vec<(IdentityId, Content)>, EventFailure> {
    Ok(match &envelope.event {
        Event::IdentityBound(event) => vec![(event.identity_id, content([], "/"))],
        Event::PasswordChanged(event) => vec![(event.identity_id, content([], "/profile"))],
        Event::SecondFactorChanged(event) => vec![(event.identity_id, content([("change", event.change.as_str())], "/profile"))],
        Event::AddressChanged(event) => {
            let address = event.address.masked();
            vec![(event.identity_id, content([("address", address.as_str())], "/profile"))]
        }
        Event::SharedUseSuspected(event) => {
            let places = [("name", event.name.as_str()), ("before", event.source_before.as_str()), ("now", event.source.as_str())];
            let administrators = administrators(deps, envelope.tenant_id).await?;
            administrators.into_iter().map(|member| (member.identity_id, content(places, "/staff"))).collect()
        }
        Event::AccountRequestSubmitted(event) => {
            let deciders = deciders(deps, envelope.tenant_id, event).await?;
            deciders.into_iter().map(|member| (member.identity_id, applied(event))).collect()
        }
        Event::AccountRequestApproved(event) | Event::AccountRequestRejected(event) => vec![(event.applicant, decided(event))],
        Event::TicketSubmitted(event)
        | Event::TicketAccepted(event)
        | Event::TicketCameNear(event)
        | Event::TicketReplied(event)
        | Event::TicketAsked(event)
        | Event::TicketCompleted(event) => vec![(event.submitter, moved_on(event))],
        Event::TicketAnswered(event) => others([event.acceptor, Some(event.submitter)], envelope.actor, event),
        Event::TicketTransferred(event) => {
            let mut told = others([event.acceptor, Some(event.submitter)], envelope.actor, event);
            if event.queue_before.is_some() {
                let serving = serving(deps, envelope.tenant_id, event).await?;
                let new = serving.into_iter().map(|member| member.identity_id).filter(|member| Some(*member) != envelope.actor);
                told.extend(new.map(|member| (member, moved_on(event))));
            }
            told
        }
        Event::TicketReopened(event) => others([event.acceptor.or(event.acceptor_before), Some(event.submitter)], envelope.actor, event),
        Event::TicketUrged(event) => {
            let serving = serving(deps, envelope.tenant_id, event).await?;
            serving.into_iter().map(|member| (member.identity_id, moved_on(event))).collect()
        }
        Event::TicketRated(event) => vec![(event.completed_by, rated(event))],
        Event::TicketShared(event) => vec![(event.with, moved_on(&event.ticket))],
        Event::TicketTargetNear(event) => {
            let mut told = acting(deps, envelope.tenant_id, &event.ticket).await?;
            if told.is_empty() {
                told = administrators(deps, envelope.tenant_id).await?;
            }
            told.into_iter().map(|member| (member.identity_id, targeted(event))).collect()
        }
        Event::TicketTargetMissed(event) => {
            let (acting, administrators) = (acting(deps, envelope.tenant_id, &event.ticket), administrators(deps, envelope.tenant_id));
            let (mut told, administrators) = futures::try_join!(acting, administrators)?;
            let others: Vec<StaffMember> = administrators.into_iter().filter(|member| !told.contains(member)).collect();
            told.extend(others);
            told.into_iter().map(|member| (member.identity_id, targeted(event))).collect()
        }
        // Of these an account is told before it can be used, or because it cannot, or where it is not reached yet; the customer withdrew his ticket
        // himself, time closed it, a receipt tells of tickets that were handed over, and of news that go by email there is a notice already.
        Event::AccountOpened(_)
        | Event::PasswordReset(_)
        | Event::PasswordResetRequested(_)
        | Event::AddressChangeRequested(_)
        | Event::TicketWithdrawn(_)
        | Event::TicketClosed(_)
        | Event::TicketsHandedOver(_)
        | Event::NewsDiverted(_) => Vec::new(),
        Event::NoticesDue(event) => {
            let content = Content { parameters: event.parameters.clone(), link: event.link.clone() };
            event.to.iter().map(|identity| (*identity, content.clone())).collect()
        }
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

/// Those of `concerned` who did not do it themselves.
fn others(concerned: [Option<IdentityId>; 2], actor: Option<IdentityId>, event: &TicketProgress) -> Vec<(IdentityId, Content)> {
    let told = concerned.into_iter().flatten().filter(|identity| Some(*identity) != actor);
    told.map(|identity| (identity, moved_on(event))).collect()
}

/// Whom a ticket that waits is for: the active staff that serves its queue.
async fn serving(deps: &Deps, tenant: TenantId, event: &TicketProgress) -> Result<Vec<StaffMember>, EventFailure> {
    let found = deps.store.serving(tenant, event.queue_id).await?;
    let serving = found.into_iter().flat_map(|(_, serving)| serving);
    Ok(serving.filter(|member| member.state == IdentityState::Active).collect())
}

/// Whose the next step of a ticket is: who accepted it, or, while it waits, who serves its queue.
async fn acting(deps: &Deps, tenant: TenantId, event: &TicketProgress) -> Result<Vec<StaffMember>, EventFailure> {
    let Some(acceptor) = event.acceptor else { return serving(deps, tenant, event).await };
    let found = deps.store.get_many::<StaffMember>(&[Key::staff(tenant, acceptor)], Freshness::Eventual).await?;
    Ok(found.into_iter().map(|member| member.value).filter(|member| member.state == IdentityState::Active).collect())
}

fn targeted(event: &TicketTarget) -> Content {
    let mut told = moved_on(&event.ticket);
    told.parameters.insert("target".to_owned(), event.target.as_str().to_owned());
    told.parameters.insert("due_at".to_owned(), event.due_at.to_string());
    told
}

fn rated(event: &TicketRated) -> Content {
    let mut told = moved_on(&event.ticket);
    told.parameters.insert("stars".to_owned(), u8::from(event.stars).to_string());
    told
}

fn moved_on(event: &TicketProgress) -> Content {
    let mut told =
        content([("title", event.title.as_str()), ("queue", event.queue_name.as_str())], &format!("/tickets/{}", event.ticket_id));
    told.parameters.insert("number".to_owned(), event.ticket_number.to_string());
    if let Some(actor) = &event.actor_name {
        told.parameters.insert("actor".to_owned(), actor.to_string());
    }
    if let Some(acceptor) = &event.acceptor_name {
        told.parameters.insert("acceptor".to_owned(), acceptor.to_string());
    }
    told
}
