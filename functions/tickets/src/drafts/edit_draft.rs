//! Edits a draft (S001-13). For the identity that it is of; others get 404. No events.

use foyer_domain::id::{QueueId, TicketId};
use foyer_domain::tickets::ticket::{Description, Title};
use foyer_domain::tickets::{Draft, ReplyMethod};
use foyer_kit::{Deps, External, Hints, Operation, Patch, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::draft_view::DraftView;
use crate::common::own_draft::{draft_ahead, known_queue, own_draft};

/// What is changed: fields that are left out stay, fields that are null are emptied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The draft.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Title, 1 to 120 characters.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub title: Patch<Title>,
    /// Description, 1 to 4,000 characters.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub description: Patch<Description>,
    /// The queue that it is to wait in.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub queue_id: Patch<QueueId>,
    /// Where progress is to be told: `sms`, `email` or `portal`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub reply_method: Patch<ReplyMethod>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| draft_ahead(hints, input.ticket_id);
    Operation::http_ahead("edit-draft", "Edit a draft", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<DraftView>, Problem> {
    let id = input.ticket_id;
    let read = own_draft(&deps, &caller, id).await?;
    let before = &read.value;
    let seen = DraftView::of(before);
    deps.unless_stale(&seen.edition()?, || seen)?;
    let next = Draft {
        title: input.title.over(&before.title),
        description: input.description.over(&before.description),
        queue_id: input.queue_id.over(&before.queue_id),
        reply_method: input.reply_method.over(&before.reply_method),
        changed_at: deps.now(),
        ..before.clone()
    };
    if next.queue_id != before.queue_id {
        known_queue(&deps, &caller, next.queue_id).await?;
    }
    let commit = deps.commit().replace(&read, &next);
    let shown = DraftView::of(&next);
    let edition = shown.edition()?;
    let outcome = deps.finish(commit, Reply::ok(shown).edition(&edition)).await;
    let now = async {
        let view = DraftView::of(&own_draft(&deps, &caller, id).await?.value);
        Ok((view.edition()?, view))
    };
    deps.unless_overtaken(outcome, now).await
}
