//! Publishing outbox rows and removing what was published.

use std::collections::HashSet;

use foyer_domain::id::EventId;
use foyer_domain::outgoing::OutgoingEvent;
use foyer_kit::config::Missing;
use foyer_kit::{Deps, Wiring};
use foyer_messaging::publisher::{BATCH, Publisher};
use foyer_store::Table;

/// The topic that the function is told of.
pub fn topic(wiring: &Wiring) -> Result<Publisher, Missing> {
    let arn = wiring.needed("EVENTS_TOPIC_ARN")?;
    Ok(Publisher::new(&wiring.service("SNS"), arn))
}

/// Publishes `events` and clears them from the outbox; answers which ones the topic took.
///
/// One that was published and could not be cleared goes out again with the sweep: consumers do nothing
/// twice for one event id.
pub async fn relay(deps: &Deps, publisher: &Publisher, events: &[(Table, OutgoingEvent)]) -> HashSet<EventId> {
    let mut published = HashSet::new();
    for chunk in events.chunks(BATCH) {
        let batch: Vec<OutgoingEvent> = chunk.iter().map(|(_, event)| event.clone()).collect();
        let taken = publisher.publish(&batch).await;
        for (table, event) in chunk.iter().filter(|(_, event)| taken.contains(&event.event_id)) {
            if let Err(error) = deps.store.clear_outbox(*table, event.event_id).await {
                tracing::warn!(%error, event = %event.event_id, "a published event stays in the outbox");
            }
        }
        published.extend(taken);
    }
    published
}
