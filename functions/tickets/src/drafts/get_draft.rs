//! One draft, with what is attached to it. For the identity that it is of (S001-5, S001-13); others get 404. No
//! events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::attachment_view::AttachmentView;
use crate::common::draft_view::DraftView;

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

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
    Operation::http("get-draft", "Show one draft", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<Output>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let draft = deps.store.draft(caller.tenant_id(), caller.identity_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id).await?.value;
    Ok(Reply::ok(Output { draft: DraftView::of(&draft.value), attachments: AttachmentView::of_draft(&attached) }))
}
