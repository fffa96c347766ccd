//! One attachment, with a link that downloads it for five minutes. For who may see the ticket, what is for
//! staff alone for staff; in a draft for its owner. Others get 404. No events.

use foyer_domain::tickets::attachment::DOWNLOAD_LINK;
use foyer_files::Files;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::attaching::{Target, place, unavailable};
use crate::common::attachment_view::AttachmentView;
use crate::common::bucket::bucket;
use crate::common::on_ticket::{self, OnAttachment, opened};

/// A file and where it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The attachment.
    pub attachment: AttachmentView,
    /// A link that needs no session: browsers save the file under its name.
    pub url: String,
    /// Until when it can be opened.
    pub expires_at: String,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnAttachment| on_ticket::ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead_with("get-attachment", "A link to download an attachment", ahead, bucket, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: OnAttachment, files: Files) -> Result<Reply<Output>, Problem> {
    let (target, read) = opened(&deps, &caller, Target::find(&deps, &caller, input.ticket_id)).await?;
    let file = target.known(&caller, &read.value, input.attachment_id)?;
    if file.added_at.is_none() {
        return Err(Problem::not_found());
    }
    let link = files.download_link(place(&read.value, file.attachment_id), DOWNLOAD_LINK.unsigned_abs());
    Ok(Reply::ok(Output {
        attachment: target.view(&caller, file),
        url: link.await.map_err(unavailable)?,
        expires_at: (deps.now() + DOWNLOAD_LINK).to_string(),
    }))
}
