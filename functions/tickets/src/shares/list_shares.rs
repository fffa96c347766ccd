//! With whom a ticket is shared (F12), the latest first. For its submitter, and staff who see it. No events.

use foyer_domain::policy::Action;
use foyer_kit::query::{ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::Page;

use crate::common::on_ticket::{self, PageOfTicket, read_for};
use crate::common::views::ShareView;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &PageOfTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("list-shares", "With whom a ticket is shared", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: PageOfTicket) -> Result<Reply<ListOutput<ShareView>>, Problem> {
    let (key, list) = (caller.cursor_key(), format!("shares {}", input.ticket_id));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ShareTicket(ticket)).await?.value;
    // They stand in the ticket, the latest last: a page begins behind the share that the cursor names.
    let latest_first = || ticket.shares.iter().rev();
    let known = request.after.as_ref().and_then(|after| latest_first().position(|share| share.identity_id.to_string() == *after));
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let from = known.map_or(0, |position| position + 1);
    let rows: Vec<_> = latest_first().skip(from).take(limit).collect();
    let next = rows.last().filter(|_| from + rows.len() < ticket.shares.len()).map(|share| share.identity_id.to_string());
    Ok(Reply::ok(list_output(&deps, &key, &list, Page { rows, next }, ShareView::of)))
}
