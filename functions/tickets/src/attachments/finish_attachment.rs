//! Finishes an attachment that was uploaded: its content is looked at, and from then on it is there for all who
//! may see it. A program or a page under another's name is refused and removed; a picture or film is kept as the one
//! that it is. For who began it. No events.

use foyer_domain::tickets::Attachment;
use foyer_domain::tickets::attachment::{HEAD, MediaType};
use foyer_files::{Files, Uploaded};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};

use crate::common::attaching::{TRIES, Target, place, unavailable};
use crate::common::attachment_view::AttachmentView;
use crate::common::bucket::bucket;
use crate::common::on_ticket::{self, OnAttachment, opened};
use crate::problems;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnAttachment| on_ticket::ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead_with("finish-attachment", "Finish an attachment that was uploaded", ahead, bucket, handle)
}

/// Handles the end.
pub async fn handle(deps: Deps, caller: Member, input: OnAttachment, files: Files) -> Result<Reply<AttachmentView>, Problem> {
    let id = input.attachment_id;
    let mut found = opened(&deps, &caller, Target::find(&deps, &caller, input.ticket_id)).await?;
    for _ in 0..TRIES {
        let (target, read) = &found;
        let file = target.known(&caller, &read.value, id)?;
        if file.author != caller.identity_id() {
            return Err(problems::not_your_upload());
        }
        if file.added_at.is_some() {
            return Ok(Reply::ok(target.view(&caller, file)));
        }
        target.require_add(&caller, file.internal)?;
        if file.is_over(deps.now()) {
            return Err(problems::upload_over());
        }
        let place = place(&read.value, id);
        let uploaded = files.uploaded(place, HEAD).await.map_err(unavailable)?.ok_or_else(problems::not_uploaded)?;
        let (next, commit) = match found_type(file, &uploaded) {
            Some(media_type) => {
                // Done again, it is done as before: whoever looks at the same file finds it right, and keeps it.
                let kept = Attachment { media_type, ..file.clone() };
                if !files.keep(place, &kept, &uploaded).await.map_err(unavailable)? {
                    return Err(problems::not_uploaded());
                }
                let next = read.value.finish(id, media_type, deps.now());
                let commit = deps.commit().change_attachments(read, &next);
                (next, commit)
            }
            None => (read.value.without(id), deps.commit().remove_attachment(read, id, deps.now())),
        };
        match commit.run(&deps.store).await {
            // Another file got in between, or this one was finished or taken away meanwhile: look again.
            Err(CommitError::Clash(Clash::Stale)) => {}
            outcome => {
                outcome?;
                let file = next.find(id).ok_or_else(problems::wrong_content)?;
                return Ok(Reply::ok(target.view(&caller, file)));
            }
        }
        found = Target::find(&deps, &caller, input.ticket_id).await?;
    }
    Err(problems::draft_changed())
}

/// What was uploaded, if it is of the size that was announced and may be kept.
fn found_type(file: &Attachment, uploaded: &Uploaded) -> Option<MediaType> {
    let whole = uploaded.head.len() as u64 == uploaded.size;
    file.media_type.found(&uploaded.head, whole).filter(|_| uploaded.size == u64::from(file.size))
}
