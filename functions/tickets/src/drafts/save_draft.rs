//! Saves a form that is not complete as a draft 草稿 (S001-13). For external identities: it is of the identity
//! that saves it, and seen by nobody else. No events.

use foyer_domain::id::QueueId;
use foyer_domain::tickets::ticket::{Description, Title};
use foyer_domain::tickets::{Draft, ReplyMethod};
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use foyer_store::Clash;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::bounds::few_drafts;
use crate::common::draft_view::DraftView;
use crate::common::on_ticket::opened;
use crate::common::own_draft::known_queue;

/// What of the form is filled in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Title, 1 to 120 characters.
    #[schemars(with = "Option<String>")]
    pub title: Option<Title>,
    /// Description, 1 to 4,000 characters.
    #[schemars(with = "Option<String>")]
    pub description: Option<Description>,
    /// The queue that it is to wait in.
    #[schemars(with = "Option<String>")]
    pub queue_id: Option<QueueId>,
    /// Where progress is to be told: `sms`, `email` or `portal`.
    #[schemars(with = "Option<String>")]
    pub reply_method: Option<ReplyMethod>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("save-draft", "Save a draft", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<DraftView>, Problem> {
    let known = async { futures::try_join!(few_drafts(&deps, &caller), known_queue(&deps, &caller, input.queue_id)) };
    opened(&deps, &caller, known).await?;
    let draft = Draft {
        tenant_id: caller.tenant_id(),
        ticket_id: deps.new_id(),
        author: caller.identity_id(),
        title: input.title,
        description: input.description,
        queue_id: input.queue_id,
        reply_method: input.reply_method,
        created_at: deps.now(),
        changed_at: deps.now(),
    };
    let commit = deps.commit().create(&draft, Clash::Exists);
    let view = DraftView::of(&draft);
    let edition = view.edition()?;
    Ok(deps.finish(commit, Reply::created(format!("/api/drafts/{}", draft.ticket_id), view).edition(&edition)).await?)
}
