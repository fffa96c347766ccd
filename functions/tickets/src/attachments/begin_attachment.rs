//! Begins to attach a file to a ticket or a draft (issue 4, F37): names it, and gets the request that uploads
//! it. It is an attachment when it is finished. For who may write to the ticket, and for the owner of a
//! draft; staff may attach what is for staff alone. No events.

use foyer_domain::id::TicketId;
use foyer_domain::tickets::Attachment;
use foyer_domain::tickets::attachment::{FileName, FileSize, MediaType, UPLOAD_LINK, UPLOAD_TIME};
use foyer_files::{Files, UploadRequest};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::attaching::{TRIES, Target, place, unavailable};
use crate::common::attachment_view::AttachmentView;
use crate::common::bucket::bucket;
use crate::common::on_ticket::{self, opened};
use crate::problems;

/// Which file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The ticket or draft.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// What it is called, without a path, at most 150 characters. The ending says what it is: pictures (`png`,
    /// `jpg`, `gif`, `webp`, `heic`), films (`mp4`, `mov`), `pdf`, Office (`docx`, `xlsx`, `pptx`, `doc`, `xls`,
    /// `ppt`), text (`txt`, `log`, `md`, `csv`) and `zip`.
    #[schemars(with = "String")]
    pub name: FileName,
    /// How long it is, in bytes: 1 to 20,971,520.
    #[schemars(with = "u64")]
    pub size: FileSize,
    /// Whether it is for staff alone.
    #[serde(default)]
    pub internal: bool,
}

/// A file that is to be uploaded.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// What it will be.
    pub attachment: AttachmentView,
    /// The request that uploads it. Then finish it.
    pub upload: Upload,
}

/// A request that needs no session: send the file as its body, as it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Upload {
    /// The method, `PUT`.
    pub method: String,
    /// Where to.
    pub url: String,
    /// The headers that it must have, by name. It holds for a body of exactly this size.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub headers: std::collections::BTreeMap<String, String>,
    /// Until when it can be sent.
    pub expires_at: String,
    /// Until when the file must be finished.
    pub finish_by: String,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead_with("begin-attachment", "Begin to attach a file", ahead, bucket, handle)
}

/// Handles the beginning.
pub async fn handle(deps: Deps, caller: Member, input: Input, files: Files) -> Result<Reply<Output>, Problem> {
    let file = Attachment {
        attachment_id: deps.new_id(),
        media_type: MediaType::of(&input.name).ok_or_else(problems::kind_not_taken)?,
        name: input.name,
        size: input.size,
        internal: input.internal,
        author: caller.identity_id(),
        author_name: caller.name().clone(),
        begun_at: deps.now(),
        added_at: None,
    };
    let mut found = opened(&deps, &caller, Target::find(&deps, &caller, input.ticket_id)).await?;
    for _ in 0..TRIES {
        let (target, read) = &found;
        target.require_add(&caller, file.internal)?;
        let next = read.value.begin(file.clone()).map_err(|_| problems::too_many_attachments())?;
        let request =
            files.upload_request(place(&next, file.attachment_id), &file, UPLOAD_LINK.unsigned_abs()).await.map_err(unavailable)?;
        let output = output(&file, request, target.view(&caller, &file));
        let location = format!("/api/tickets/{}/attachments/{}", input.ticket_id, file.attachment_id);
        let commit = deps.commit().begin_attachment(read, &next, &file, target.draft());
        match deps.finish(commit, Reply::created(location, output)).await {
            // Another file got in between, or the draft was edited or submitted: look again.
            Err(CommitError::Clash(Clash::Stale)) => {}
            outcome => return Ok(outcome?),
        }
        found = Target::find(&deps, &caller, input.ticket_id).await?;
    }
    Err(problems::draft_changed())
}

fn output(file: &Attachment, request: UploadRequest, attachment: AttachmentView) -> Output {
    let upload = Upload {
        method: "PUT".to_owned(),
        url: request.url,
        headers: request.headers,
        expires_at: (file.begun_at + UPLOAD_LINK).to_string(),
        finish_by: (file.begun_at + UPLOAD_TIME).to_string(),
    };
    Output { attachment, upload }
}
