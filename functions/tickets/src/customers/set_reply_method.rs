//! Says where progress of a ticket is told from now on 回复方式 (S001-10, F10). For its submitter, while the
//! ticket is not withdrawn or closed. No events.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::ReplyMethod;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::step::step;
use crate::common::submission::check_address;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and where.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// `sms`, `email` or `portal`.
    #[schemars(with = "String")]
    pub reply_method: ReplyMethod,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("set-reply-method", "Say where progress of a ticket is told", ahead, handle)
}

/// Handles the wish.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::OwnTicket(ticket))?;
            check_address(&caller, input.reply_method)?;
            if !ticket.state.takes_reply_method() {
                return Err(problems::wrong_state(ticket));
            }
            Ok(ticket.tell_by(stamp, input.reply_method))
        },
        |_, _| None,
    )
    .await
}
