//! With whom a ticket can be shared: the names of those of the same customer or external organisation who have
//! an account (decision 8). For its submitter, and staff who see it. No events.

use foyer_domain::policy::Action;
use foyer_kit::query::{ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};

use crate::common::colleagues;
use crate::common::on_ticket::{self, PageOfTicket, read_for};
use crate::common::views::Whom;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &PageOfTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("list-share-candidates", "With whom a ticket can be shared", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: PageOfTicket) -> Result<Reply<ListOutput<Whom>>, Problem> {
    let (key, list) = (caller.cursor_key(), format!("share candidates {}", input.ticket_id));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ShareTicket(ticket)).await?.value;
    let page = colleagues::page(&deps, &ticket, request).await?;
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |colleague| Whom {
        identity_id: colleague.identity_id.to_string(),
        name: colleague.name.to_string(),
    })))
}
