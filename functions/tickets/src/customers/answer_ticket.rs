//! Answers the agent, or adds something while nobody asked. An answer to a question moves the ticket on
//! (decision 7). For its submitter, and for with whom it is shared to comment. Emits `ticket.answered`.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::timeline::Message;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::Event;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and what is answered.
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
    Operation::http("answer-ticket", "Answer the agent, or comment", handle)
}

/// Handles the answer.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::CommentTicket(ticket))?;
            ticket.answer(stamp, input.text.clone()).map_err(|_| problems::wrong_state(ticket))
        },
        |_, progress| Some(Event::TicketAnswered(progress)),
    )
    .await
}
