//! Completes a ticket with a handling reply 处理回复 and acceptance information 受理信息 (S001-20). For its acceptor.
//! Emits `ticket.completed`.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::timeline::Message;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::step::{agent, step};
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// The handling reply, 1 to 4,000 characters.
    #[schemars(with = "String")]
    pub handling_reply: Message,
    /// The acceptance information, 1 to 4,000 characters.
    #[schemars(with = "Option<String>")]
    pub acceptance_information: Option<Message>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("complete-ticket", "Complete a ticket", ahead, handle)
}

/// Handles the completion.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<TicketView>, Problem> {
    let by = agent(&caller);
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::WorkTicket(ticket))?;
            let completed = ticket.complete(&by, stamp.at, input.handling_reply.clone(), input.acceptance_information.clone());
            completed.map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketCompleted(progress)),
    )
    .await
}
