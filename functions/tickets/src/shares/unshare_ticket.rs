//! Takes a share of a ticket back (F12): with the next request, he does not see it any more. For its
//! submitter, and staff who see it. No events.

use foyer_domain::id::{IdentityId, TicketId};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket::{self, read};
use crate::common::step::answered;

/// Which ticket, and whose share.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Whose.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("unshare-ticket", "Take a share of a ticket back", ahead, handle)
}

/// Handles the end of the share.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    let read = read(&deps, &caller, input.ticket_id).await?;
    answered(
        &deps,
        &caller,
        read,
        |ticket, stamp| {
            caller.require(Action::ShareTicket(ticket))?;
            ticket.unshare(stamp, input.identity_id).ok_or_else(Problem::not_found)
        },
        |_, _| None,
        |_| Reply::no_content(),
    )
    .await
}
