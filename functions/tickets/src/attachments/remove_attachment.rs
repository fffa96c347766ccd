//! Takes an attachment away, or gives its upload up. For the owner of a draft; of a ticket for who added it, while
//! files are still added to it, and for administrators. Its file is removed within minutes. No events.

use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};

use crate::common::attaching::{TRIES, Target};
use crate::common::on_ticket::{self, OnAttachment, opened};
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnAttachment| on_ticket::ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead("remove-attachment", "Take an attachment away", ahead, handle)
}

/// Handles the removal.
pub async fn handle(deps: Deps, caller: Member, input: OnAttachment) -> Result<Reply<()>, Problem> {
    let mut found = opened(&deps, &caller, Target::find(&deps, &caller, input.ticket_id)).await?;
    for _ in 0..TRIES {
        let (target, read) = &found;
        let file = target.known(&caller, &read.value, input.attachment_id)?;
        target.require_remove(&caller, file)?;
        let commit = deps.commit().remove_attachment(read, input.attachment_id, deps.now());
        match deps.finish(commit, Reply::no_content()).await {
            // Another file was added or taken away meanwhile: look again.
            Err(CommitError::Clash(Clash::Stale)) => {}
            outcome => return Ok(outcome?),
        }
        found = Target::find(&deps, &caller, input.ticket_id).await?;
    }
    Err(problems::draft_changed())
}
