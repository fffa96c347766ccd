//! One draft, with what is attached to it. For the identity that it is of (S001-5, S001-13); others get 404. No
//! events.

use foyer_kit::{Deps, External, Hints, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::attachment_view::AttachmentView;
use crate::common::draft_view::DraftView;
use crate::common::on_ticket::OnTicket;
use crate::common::own_draft::{draft_ahead_with_files, own_draft};

/// A draft and its files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The draft.
    #[serde(flatten)]
    pub draft: DraftView,
    /// What is attached to it.
    pub attachments: Vec<AttachmentView>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| draft_ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead("get-draft", "Show one draft", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: External, input: OnTicket) -> Result<Reply<Output>, Problem> {
    let draft = own_draft(&deps, &caller, input.ticket_id);
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id);
    let (draft, attached) = futures::join!(draft, attached);
    let (draft, attached) = (draft?, attached?);
    let draft = DraftView::of(&draft.value);
    let edition = draft.edition()?;
    Ok(Reply::ok(Output { draft, attachments: AttachmentView::of_draft(&attached.value) }).edition(&edition))
}
