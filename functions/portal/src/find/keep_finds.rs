//! Keeps what is found up to date with contacts, customers, organisations, staff and tickets. Triggered by the streams of
//! their tables, so that no operation that writes one can forget it.
//!
//! A record of a stream says only which row to look at, so it may come twice, late, or out of order.

use std::collections::BTreeMap;

use foyer_domain::find::Found;
use foyer_domain::id::TenantId;
use foyer_kit::batch::{BatchAnswer, StreamBatch};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_store::finds::record_of_key;
use futures::stream::{self, StreamExt as _};

/// Records that are kept at the same time.
const AT_ONCE: usize = 8;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("keep-finds", "Keep what is found up to date", handle)
}

/// Handles one batch of a stream.
pub async fn handle(deps: Deps, batch: StreamBatch) -> Result<BatchAnswer, EventFailure> {
    // Each record once, however often it changed; the last change names it in the answer.
    let mut changed: BTreeMap<(TenantId, Found), Vec<String>> = BTreeMap::new();
    for record in &batch.records {
        if let Some(found) = record_of_key(&record.dynamodb.keys) {
            changed.entry(found).or_default().push(record.dynamodb.sequence_number.clone());
        }
    }
    let kept = stream::iter(changed).map(|((tenant, found), sequences)| {
        let deps = deps.clone();
        async move {
            let kept = deps.store.keep_found(tenant, found, false, || deps.commit_token());
            let outcome = deps.unless_unreadable(kept).await;
            (found, sequences, outcome)
        }
    });
    let mut kept = kept.buffer_unordered(AT_ONCE);
    let mut answer = BatchAnswer::default();
    while let Some((found, sequences, outcome)) = kept.next().await {
        if let Err(error) = outcome {
            tracing::warn!(%error, record = found.id(), "a record is to be kept again");
            for sequence in &sequences {
                answer.fail(sequence);
            }
        }
    }
    Ok(answer)
}
