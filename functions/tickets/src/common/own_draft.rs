//! What the operations on drafts share: a draft is found by its own identity only.

use foyer_domain::id::{QueueId, TicketId};
use foyer_domain::tickets::Draft;
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, External, Problem};
use foyer_store::Versioned;

use crate::common::on_ticket::opened;
use crate::problems;

/// The caller's draft, if the page of tickets is open to him; 404 if he has none of this id.
pub async fn own_draft(deps: &Deps, caller: &External, id: TicketId) -> Result<Versioned<Draft>, Problem> {
    let draft = opened(deps, caller, deps.store.draft(caller.tenant_id(), caller.identity_id(), id)).await?;
    draft.ok_or_else(Problem::not_found)
}

/// A queue that is named has to be one.
pub async fn known_queue(deps: &Deps, caller: &Principal, queue: Option<QueueId>) -> Result<(), Problem> {
    let Some(queue) = queue else { return Ok(()) };
    deps.store.queue(caller.tenant_id(), queue).await?.map(|_| ()).ok_or_else(problems::unknown_queue)
}
