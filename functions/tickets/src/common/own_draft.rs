//! What the operations on drafts share: a draft is found by its own identity only.

use foyer_domain::id::{QueueId, TicketId};
use foyer_domain::tickets::{Attachments, Draft, Queue};
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, External, Hints, Problem};
use foyer_store::{Ahead, Freshness, Key, Versioned};

use crate::common::on_ticket::opened;
use crate::problems;

/// What is read with the session for an operation on one draft: which pages are open to the caller, and the draft.
pub fn draft_ahead(hints: &Hints, id: TicketId) -> Vec<Ahead> {
    let draft = Ahead::of::<Draft>(Key::draft(hints.tenant_id, hints.identity_id, id));
    hints.open_apps().into_iter().chain([draft]).collect()
}

/// The same, and what is attached to it.
pub fn draft_ahead_with_files(hints: &Hints, id: TicketId) -> Vec<Ahead> {
    let files = Ahead::of::<Attachments>(Key::attachments(hints.tenant_id, id));
    draft_ahead(hints, id).into_iter().chain([files]).collect()
}

/// The caller's draft, if the page of tickets is open to him; 404 if he has none of this id.
pub async fn own_draft(deps: &Deps, caller: &External, id: TicketId) -> Result<Versioned<Draft>, Problem> {
    let draft = opened(deps, caller, deps.store.draft(caller.tenant_id(), caller.identity_id(), id)).await?;
    draft.ok_or_else(Problem::not_found)
}

/// A queue that is named has to be one. A batch of one: that is how the draft is read too.
pub async fn known_queue(deps: &Deps, caller: &Principal, queue: Option<QueueId>) -> Result<(), Problem> {
    let Some(queue) = queue else { return Ok(()) };
    let found = deps.store.get_many::<Queue>(&[Key::queue(caller.tenant_id(), queue)], Freshness::Strong).await?;
    found.first().map(|_| ()).ok_or_else(problems::unknown_queue)
}
