//! Publishes the events that a table's stream shows in its outbox. Triggered by the streams of the tables
//! with outboxes.

use foyer_domain::outgoing::OutgoingEvent;
use foyer_kit::batch::{BatchAnswer, StreamBatch, StreamRecord};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::publisher::Publisher;
use foyer_store::Table;
use foyer_store::outbox::from_image;

use crate::common::relay::{relay, topic};

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("relay-outbox", "Publish events from a table's stream", topic, handle)
}

/// Handles one batch of a stream.
pub async fn handle(deps: Deps, batch: StreamBatch, publisher: Publisher) -> Result<BatchAnswer, EventFailure> {
    let mut answer = BatchAnswer::default();
    let mut events = Vec::new();
    for record in &batch.records {
        match read(&deps, record) {
            Ok(event) => events.extend(event.map(|event| (record.dynamodb.sequence_number.as_str(), event))),
            Err(error) => {
                tracing::error!(%error, sequence = record.dynamodb.sequence_number, "a stream record cannot be read");
                answer.fail(&record.dynamodb.sequence_number);
            }
        }
    }
    let outgoing: Vec<(Table, OutgoingEvent)> = events.iter().map(|(_, event)| event.clone()).collect();
    let published = relay(&deps, &publisher, &outgoing).await;
    for (sequence, (_, event)) in &events {
        if !published.contains(&event.event_id) {
            answer.fail(sequence);
        }
    }
    Ok(answer)
}

/// The event of a record; `None` if its row cannot be read.
fn read(deps: &Deps, record: &StreamRecord) -> Result<Option<(Table, OutgoingEvent)>, EventFailure> {
    let name = record.table().ok_or_else(|| EventFailure("no table in the record's source".into()))?;
    let table = Table::WITH_OUTBOX.into_iter().find(|table| deps.config.tables.name(*table) == name);
    let table = table.ok_or_else(|| EventFailure(format!("the table {name} has no outbox")))?;
    let image = record.dynamodb.new_image.clone().ok_or_else(|| EventFailure("no new image in the record".into()))?;
    // It stays in the outbox, where it does not hold up the records behind it.
    let event = from_image(image).inspect_err(|error| deps.store.meter().unreadable(error, true)).ok();
    Ok(event.map(|event| (table, event)))
}
