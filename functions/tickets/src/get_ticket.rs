//! One ticket. For its submitter and with whom it is shared, its acceptor, the agents of its queue and
//! administrators (S001-15, S001-16); others get 404. No events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::views::TicketView;

/// Which ticket.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-ticket", "Show one ticket", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    caller.require(Action::ViewTicket(&ticket.value))?;
    Ok(Reply::ok(TicketView::of(&ticket.value, caller.identity().landing())))
}
