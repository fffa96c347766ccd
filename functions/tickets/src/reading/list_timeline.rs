//! What happened to a ticket and what was said about it, oldest first. Customers get what is theirs to see,
//! staff all of it. For whoever may see the ticket; no events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::Page;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::timeline_view::TimelineEntry;

/// Which ticket, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The ticket's id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Rows per page. A page may have fewer rows than asked for and still have a next one.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-timeline", "What happened to a ticket, and what was said", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<TimelineEntry>>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let key = caller.cursor_key();
    let list = format!("timeline {}", input.ticket_id);
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?.value;
    caller.require(Action::ViewTicket(&ticket))?;
    let after = request.after.map(|after| after.parse().map_err(Problem::internal)).transpose()?;
    let (mut entries, mut more) = deps.store.timeline(&ticket, after, request.limit).await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    more |= entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| entry.seq.to_string());
    let internal = matches!(caller.may(Action::NoteTicket(&ticket)), Verdict::Allowed(_));
    entries.retain(|entry| internal || entry.what.is_public());
    Ok(Reply::ok(list_output(&key, &list, Page { rows: entries, next }, |entry| TimelineEntry::of(entry, internal))))
}
