//! Removes files of which nothing became: uploads that were not finished, attachments that were taken away,
//! and those of deleted drafts. On a schedule. No events.

use foyer_files::Files;
use foyer_kit::operation::EventFailure;
use foyer_kit::sweep::{Shards, sweep};
use foyer_kit::{Deps, Operation};
use foyer_store::attachments::Leftover;
use serde::Serialize;
use serde_json::Value;

use crate::common::attaching::place;
use crate::common::bucket::bucket;

/// What one sweep did.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Files looked at.
    pub files: usize,
    /// Those of them that are attachments and stay.
    pub attachments: usize,
    /// Rows that cannot be read or whose files could not be removed; the next sweep tries again.
    pub failed: u64,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("sweep-attachments", "Remove files that are no attachments", bucket, handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value, files: Files) -> Result<Output, EventFailure> {
    let mut output = Output { files: 0, attachments: 0, failed: 0 };
    let part = |deps: Deps, _, after: Option<String>| async move { deps.store.leftovers(deps.now(), after.as_deref()).await };
    let each = |deps: Deps, due: Vec<Leftover>| {
        let files = files.clone();
        async move {
            let mut removed = Vec::new();
            for due in due {
                removed.extend(look(&deps, &files, &due).await?);
                deps.store.forget_leftover(&due).await?;
            }
            Ok(removed)
        }
    };
    let looked = |stays: Vec<bool>| {
        output.files += stays.len();
        output.attachments += stays.into_iter().filter(|stays| *stays).count();
    };
    output.failed = sweep(&deps, Shards { shards: 1, together: 1 }, part, each, looked).await.failed;
    Ok(output)
}

/// Removes what was uploaded, and what was kept of it unless it is an attachment now; says of each file whether it
/// is. Nothing becomes one later: what is due was taken away, or is older than any upload may be.
async fn look(deps: &Deps, files: &Files, due: &Leftover) -> Result<Vec<bool>, EventFailure> {
    let attached = deps.store.attachments(due.tenant_id, due.ticket_id).await?.value;
    let mut stay = Vec::new();
    for id in due.ids() {
        let is_attachment = attached.find(id).is_some_and(|file| file.added_at.is_some());
        files.remove(place(&attached, id), is_attachment).await.map_err(|error| EventFailure(error.to_string()))?;
        stay.push(is_attachment);
    }
    Ok(stay)
}
