//! Notes something for staff; no customer ever sees it. For the ticket's acceptor, the agents of its queue and
//! administrators, in any state. No events.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::timeline::Message;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::step::step;
use crate::common::views::TicketView;

/// Which ticket, and what is noted.
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
    Operation::http("note-ticket", "Note something for staff", handle)
}

/// Handles the note.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::NoteTicket(ticket))?;
            Ok(ticket.note(stamp, input.text.clone()))
        },
        |_, _| None,
    )
    .await
}
