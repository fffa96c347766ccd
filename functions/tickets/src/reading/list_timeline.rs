//! What happened to a ticket and what was said about it, oldest first. Customers get what is theirs to see,
//! staff all of it. For whoever may see the ticket; no events.

use foyer_domain::policy::{Action, Verdict};
use foyer_kit::query::{ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::Page;

use crate::common::on_ticket::{self, PageOfTicket, read_for};
use crate::common::timeline_view::TimelineEntry;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &PageOfTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("list-timeline", "What happened to a ticket, and what was said", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: PageOfTicket) -> Result<Reply<ListOutput<TimelineEntry>>, Problem> {
    let key = caller.cursor_key();
    let list = format!("timeline {}", input.ticket_id);
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ViewTicket(ticket)).await?.value;
    let after = request.after.map(|after| after.parse().map_err(Problem::internal)).transpose()?;
    let (mut entries, mut more) = deps.store.timeline(&ticket, after, request.limit).await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    more |= entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| entry.seq.to_string());
    let internal = matches!(caller.may(Action::NoteTicket(&ticket)), Verdict::Allowed(_));
    entries.retain(|entry| internal || entry.what.is_public());
    Ok(Reply::ok(list_output(&deps, &key, &list, Page { rows: entries, next }, |entry| TimelineEntry::of(entry, internal))))
}
