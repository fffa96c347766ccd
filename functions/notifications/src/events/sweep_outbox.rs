//! Publishes events that the relay left in an outbox for over a minute. On a schedule.

use foyer_domain::time::SignedDuration;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::publisher::Publisher;
use foyer_store::Table;
use serde::Serialize;
use serde_json::Value;

use crate::common::relay::{relay, topic};

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Events found.
    pub found: usize,
    /// Events published.
    pub published: usize,
}

/// Younger events are the relay's: it needs about a second.
const AGE: SignedDuration = SignedDuration::from_secs(60);
/// Events of one shard in one sweep; the rest waits for the next.
const AT_ONCE: u32 = 100;

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("sweep-outbox", "Publish events that the relay left behind", topic, handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value, publisher: Publisher) -> Result<Output, EventFailure> {
    let mut output = Output { found: 0, published: 0 };
    for table in Table::WITH_OUTBOX {
        let events = deps.store.outbox_leftovers(table, deps.now() - AGE, AT_ONCE).await?;
        let events: Vec<_> = events.into_iter().map(|event| (table, event)).collect();
        output.found += events.len();
        output.published += relay(&deps, &publisher, &events).await.len();
    }
    if output.found > 0 {
        tracing::warn!(found = output.found, published = output.published, "the relay had left events behind");
    }
    Ok(output)
}
