//! Accepts a waiting ticket 受理. For agents of its queue; of several at once one wins. Emits
//! `ticket.accepted`.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::ticket::Acceptance;
use foyer_domain::tickets::{Departure, Move, Ticket};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;
use crate::submit_ticket::progress;
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
    Operation::http("accept-ticket", "Accept a waiting ticket", handle)
}

/// Handles the acceptance.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<TicketView>, Problem> {
    let read = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    let ticket = &read.value;
    caller.require(Action::AcceptTicket(ticket))?;
    let state = ticket.state.after(Move::Accept).map_err(|_| problems::not_acceptable(ticket))?;

    let acceptance = Acceptance { by: caller.identity_id(), by_name: caller.account().value.name.clone(), at: deps.now() };
    let accepted = Ticket { state, acceptor: Some(acceptance), ..ticket.clone() };
    let envelope = deps.event(deps.new_id(), accepted.tenant_id, Some(caller.identity_id()), Event::TicketAccepted(progress(&accepted)));
    let commit = deps.commit().replace(&read, &accepted).depart(ticket, Departure::Accepted, deps.now());
    let commit = deps.emit(commit, &envelope)?;
    match deps.finish(commit, Reply::ok(TicketView::of(&accepted))).await {
        Err(CommitError::Clash(Clash::Stale)) => {
            let now = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
            Err(problems::not_acceptable(&now.value))
        }
        outcome => Ok(outcome?),
    }
}
