//! Asks the customer; the ticket awaits the answer 待客户反馈 (decision 7). For its acceptor. Emits
//! `ticket.asked`.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::timeline::Message;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and what is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// 1 to 4,000 characters.
    #[schemars(with = "String")]
    pub text: Message,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("ask-customer", "Ask the customer", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::WorkTicket(ticket))?;
            ticket.ask(stamp, input.text.clone()).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketAsked(progress)),
    )
    .await
}
