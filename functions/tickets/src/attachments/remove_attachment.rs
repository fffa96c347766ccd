//! Takes an attachment away, or gives its upload up. For the owner of a draft; of a ticket for who added it, while
//! files are still added to it, and for administrators. Its file is removed within minutes. No events.

use foyer_domain::apps::App;
use foyer_domain::id::{AttachmentId, TicketId};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::attaching::{TRIES, Target};
use crate::problems;

/// Which file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The ticket or draft.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// The attachment.
    #[schemars(with = "String")]
    pub attachment_id: AttachmentId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("remove-attachment", "Take an attachment away", handle)
}

/// Handles the removal.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    for _ in 0..TRIES {
        let target = Target::find(&deps, &caller, input.ticket_id).await?;
        let read = deps.store.attachments(caller.tenant_id(), input.ticket_id).await?;
        let file = target.known(&caller, &read.value, input.attachment_id)?;
        target.require_remove(&caller, file)?;
        let commit = deps.commit().remove_attachment(&read, input.attachment_id, deps.now());
        match deps.finish(commit, Reply::no_content()).await {
            // Another file was added or taken away meanwhile: look again.
            Err(CommitError::Clash(Clash::Stale)) => {}
            outcome => return Ok(outcome?),
        }
    }
    Err(problems::draft_changed())
}
