//! Removes files of which nothing became: uploads that were not finished, attachments that were taken away,
//! and those of deleted drafts. On a schedule. No events.

use foyer_files::Files;
use foyer_kit::operation::EventFailure;
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
    pub files: u64,
    /// Those of them that are attachments and stay.
    pub attachments: u64,
    /// Rows whose files could not be removed; the next sweep tries again.
    pub failed: u64,
}

/// Rows of one sweep; the next one goes on.
const AT_ONCE: u32 = 200;

/// The operation.
pub fn operation() -> Operation {
    Operation::event_with("sweep-attachments", "Remove files that are no attachments", bucket, handle)
}

/// Handles one tick of the schedule; what the event holds does not matter.
pub async fn handle(deps: Deps, _tick: Value, files: Files) -> Result<Output, EventFailure> {
    let mut output = Output { files: 0, attachments: 0, failed: 0 };
    for due in deps.store.leftovers(deps.now(), AT_ONCE).await? {
        match look(&deps, &files, &due.value, &mut output).await {
            Ok(()) => deps.store.forget_leftover(&due.value).await?,
            Err(error) => {
                output.failed += 1;
                tracing::error!(%error, ticket = %due.value.ticket_id, "files could not be removed and are tried again");
            }
        }
    }
    Ok(output)
}

/// Removes what was uploaded, and what was kept of it unless it is an attachment now. Nothing becomes one later:
/// what is due was taken away, or is older than any upload may be.
async fn look(deps: &Deps, files: &Files, due: &Leftover, output: &mut Output) -> Result<(), EventFailure> {
    let attached = deps.store.attachments(due.tenant_id, due.ticket_id).await?.value;
    for id in due.ids() {
        let is_attachment = attached.find(id).is_some_and(|file| file.added_at.is_some());
        files.remove(place(&attached, id), is_attachment).await.map_err(|error| EventFailure(error.to_string()))?;
        output.files += 1;
        output.attachments += u64::from(is_attachment);
    }
    Ok(())
}
