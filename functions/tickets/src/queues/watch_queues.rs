//! Finds the tickets that came near the head of their queue when somebody left it, and says so, once for each
//! wait: "3 before you". Triggered by its queue of events. Emits `ticket.came_near`.

use std::collections::BTreeSet;

use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::tickets::progress::{NEAR, comes_near};
use foyer_domain::tickets::timeline::{Author, Side};
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_kit::batch::{BatchAnswer, QueueBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::{Envelope, Event};
use foyer_store::Versioned;

use crate::common::progress::progress;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("watch-queues", "Say that tickets came near the head of their queue", handle)
}

/// Handles one batch: each queue once, however many left it.
pub async fn handle(deps: Deps, batch: QueueBatch) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    let mut seen = BTreeSet::new();
    for message in &batch.records {
        let looked = match left(&message.body) {
            Ok(Some(queue)) if !seen.insert(queue) => Ok(()),
            Ok(Some(queue)) => deps.unless_unreadable(look(&deps, queue)).await.map(|_| ()),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = looked {
            tracing::warn!(%error, message = message.message_id, "a queue is to be looked at again");
            answer.fail(&message.message_id);
        }
    }
    Ok(answer)
}

/// The queue that somebody left.
fn left(body: &str) -> Result<Option<(TenantId, QueueId)>, EventFailure> {
    let envelope: Envelope = serde_json::from_str(body).map_err(|error| EventFailure(format!("the message is no event: {error}")))?;
    Ok(match &envelope.event {
        Event::TicketAccepted(event) | Event::TicketWithdrawn(event) | Event::TicketTransferred(event)
            if event.state_before == TicketState::Waiting =>
        {
            Some((envelope.tenant_id, event.queue_before.unwrap_or(event.queue_id)))
        }
        _ => None,
    })
}

/// Looks at the first places of a queue: those who are urgent, and then the others.
async fn look(deps: &Deps, queue: (TenantId, QueueId)) -> Result<(), EventFailure> {
    let lanes = deps.store.lanes(queue.0, queue.1).await?;
    let wanted = usize::try_from(NEAR + 1).unwrap_or(usize::MAX);
    let first = deps.store.first_in_line(queue, &lanes, None, wanted).await?;
    let mut near = Vec::new();
    for ticket in deps.store.owners(queue, &first).await? {
        let index = first.iter().position(|place| *place == (ticket.value.lane, ticket.value.number));
        let position = index.and_then(|index| u64::try_from(index + 1).ok());
        let stands = ticket.value.state == TicketState::Waiting && ticket.value.queue_id == queue.1;
        if stands && position.is_some_and(|position| comes_near(&ticket.value, position)) {
            near.push(ticket);
        }
    }
    futures::future::try_join_all(near.iter().map(|ticket| tell(deps, ticket))).await?;
    Ok(())
}

/// The mark and the event are one transaction: of two that look at once, one tells.
async fn tell(deps: &Deps, read: &Versioned<Ticket>) -> Result<(), EventFailure> {
    let told = Ticket { joined_behind: None, ..read.value.clone() };
    let by = Author { identity_id: None, name: None, side: Side::System };
    let envelope = deps.event(deps.new_id(), told.tenant_id, None, Event::TicketCameNear(progress(Some(&read.value), &told, &by)));
    let commit = deps.emit(deps.commit().replace(read, &told), &envelope)?;
    Ok(commit.run(&deps.store).await?)
}
