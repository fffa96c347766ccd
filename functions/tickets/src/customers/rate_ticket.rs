//! Rates 评价 a ticket that is over: 1 to 5 stars and a comment, one rating to each completion, to be changed
//! for 7 days (S001-21, F13). For its submitter. Emits `ticket.rated`, which reminds the agent (S001-22).

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::life::NotRated;
use foyer_domain::tickets::rating::{Comment, Stars};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::{Event, TicketRated};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::step::step;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, and what its customer thinks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// 1 to 5.
    #[schemars(with = "u8")]
    pub stars: Stars,
    /// 1 to 1,000 characters.
    #[schemars(with = "Option<String>")]
    pub comment: Option<Comment>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("rate-ticket", "Rate a ticket that is over", ahead, handle)
}

/// Handles the rating.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    step(
        &deps,
        &caller,
        input.ticket_id,
        |ticket, stamp| {
            caller.require(Action::OwnTicket(ticket))?;
            ticket.rate(stamp, input.stars, input.comment.clone()).map_err(|refusal| match refusal {
                NotRated::State(_) => problems::wrong_state(ticket),
                NotRated::Fixed { since } => problems::rating_fixed(since),
            })
        },
        |before, ticket| {
            let completion = before.completion.as_ref()?;
            Some(Event::TicketRated(TicketRated {
                ticket,
                completed_by: completion.by,
                stars: input.stars,
                comment: input.comment.clone(),
                stars_before: completion.rating.as_ref().map(|rating| rating.stars),
            }))
        },
    )
    .await
}
