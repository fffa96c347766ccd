//! What all operations on one ticket begin with: which ticket, that the page of tickets is open to the caller, and the
//! ticket, if he may do with it what he wants to.

use foyer_domain::apps::App;
use foyer_domain::id::{AttachmentId, TicketId};
use foyer_domain::policy::Action;
use foyer_domain::tickets::timeline::Message;
use foyer_domain::tickets::{Attachments, Ticket};
use foyer_kit::caller::Principal;
use foyer_kit::query::Limit;
use foyer_kit::{Deps, Hints, Problem};
use foyer_store::{Ahead, Key, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which ticket, or which draft.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnTicket {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

/// Which ticket, and what is said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// 1 to 4,000 characters.
    #[schemars(with = "String")]
    pub text: Message,
}

/// Which ticket, which page of what belongs to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageOfTicket {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Rows per page. A page may have fewer rows than asked for and still have a next one.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnAttachment {
    /// The ticket or draft.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// The attachment.
    #[schemars(with = "String")]
    pub attachment_id: AttachmentId,
}

/// What is read with the session for an operation on one ticket: which pages are open to the caller, and the ticket.
pub fn ahead(hints: &Hints, id: TicketId) -> Vec<Ahead> {
    hints.open_apps().into_iter().chain([Ahead::of::<Ticket>(Key::ticket(hints.tenant_id, id))]).collect()
}

/// The same, and what is attached to it.
pub fn ahead_with_files(hints: &Hints, id: TicketId) -> Vec<Ahead> {
    let files = Ahead::of::<Attachments>(Key::attachments(hints.tenant_id, id));
    ahead(hints, id).into_iter().chain([files]).collect()
}

/// Refuses whom the page of tickets is not open to. `read` goes out at the same time, and counts only if it is.
pub async fn opened<T, E: Into<Problem>>(deps: &Deps, caller: &Principal, read: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    let (open, read) = futures::join!(caller.require_app(deps, App::Tickets), read);
    open?;
    read.map_err(Into::into)
}

/// A ticket, for a caller to whom the page is open; 404 if there is none.
pub async fn read(deps: &Deps, caller: &Principal, id: TicketId) -> Result<Versioned<Ticket>, Problem> {
    let found = opened(deps, caller, deps.store.ticket(caller.tenant_id(), id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The same, if he may do `what` with it.
pub async fn read_for(
    deps: &Deps,
    caller: &Principal,
    id: TicketId,
    what: impl FnOnce(&Ticket) -> Action<'_>,
) -> Result<Versioned<Ticket>, Problem> {
    let read = read(deps, caller, id).await?;
    caller.require(what(&read.value))?;
    Ok(read)
}
