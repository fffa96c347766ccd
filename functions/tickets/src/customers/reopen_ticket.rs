//! Re-opens a completed ticket within 7 days (decision 7): it waits again, at the end of its queue. For its
//! submitter, its acceptor, the agents of its queue and administrators. Emits `ticket.reopened`.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::text::Remark;
use foyer_domain::tickets::life::NotReopened;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Why, 1 to 1,000 characters.
    #[schemars(with = "String")]
    pub reason: Remark,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("reopen-ticket", "Re-open a completed ticket", ahead, handle)
}

/// Handles the re-opening.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::ReopenTicket(ticket))?;
            ticket.reopen(stamp, input.reason.clone()).map_err(|refusal| match refusal {
                NotReopened::State(_) => problems::wrong_state(ticket),
                NotReopened::TooLate { since } => problems::reopen_over(since),
            })
        },
        |_, progress| Some(Event::TicketReopened(progress)),
    )
    .await
}
