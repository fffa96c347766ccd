//! Publishes events that the relay left in an outbox for over a minute. On a schedule.

use foyer_domain::outgoing::OutgoingEvent;
use foyer_domain::time::SignedDuration;
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_messaging::publisher::{BATCH, Publisher};
use foyer_store::Table;
use foyer_store::key::OUTBOX_SHARDS;
use serde::Serialize;
use serde_json::Value;

use crate::common::relay::{relay, topic};

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Events found.
    pub found: u64,
    /// Events published.
    pub published: usize,
    /// Events that cannot be read.
    pub failed: u64,
}

/// Younger events are the relay's: it needs about a second.
const AGE: SignedDuration = SignedDuration::from_secs(60);

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("sweep-outbox", "Publish events that the relay left behind", topic, handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value, publisher: Publisher) -> Result<Output, EventFailure> {
    let (mut found, mut published, mut failed) = (0, 0, 0);
    for table in Table::WITH_OUTBOX {
        let part = |deps: Deps, shard, after: Option<String>| async move {
            deps.store.outbox_leftovers((table, shard), deps.now() - AGE, after.as_deref()).await
        };
        let each = |deps: Deps, events: Vec<OutgoingEvent>| {
            let publisher = publisher.clone();
            async move {
                let events: Vec<_> = events.into_iter().map(|event| (table, event)).collect();
                Ok(relay(&deps, &publisher, &events).await.len())
            }
        };
        let over = Shards { shards: OUTBOX_SHARDS, together: BATCH };
        let swept = sweep(&deps, over, part, each, |more: usize| published += more).await;
        found += swept.looked_at;
        failed += swept.failed;
    }
    if found > 0 {
        tracing::warn!(found, published, "the relay had left events behind");
    }
    Ok(Output { found, published, failed })
}
