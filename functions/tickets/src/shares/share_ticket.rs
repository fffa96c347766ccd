//! Shares a ticket 分享 with an identity of the same customer or external organisation, to read or to comment
//! too; or changes that (decision 8, S001-14, F12). For its submitter, and staff who see it. Emits
//! `ticket.shared`.

use foyer_domain::id::{IdentityId, TicketId};
use foyer_domain::policy::Action;
use foyer_domain::tickets::share::Share;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_messaging::event::{Event, TicketShared};
use foyer_store::accounts::IdentityRow;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::colleagues::colleague;
use crate::common::on_ticket::{self, read_for};
use crate::common::step::answered;
use crate::common::views::ShareView;
use crate::problems;

/// Which ticket, with whom, and how far.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// With whom; from the list of candidates.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// Whether he may comment and answer.
    pub may_comment: bool,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("share-ticket", "Share a ticket within its customer", ahead, handle)
}

/// The ticket, and whose the identity is that it is shared with.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let whom = Ahead::of::<IdentityRow>(Key::identity(hints.tenant_id, input.identity_id));
    on_ticket::ahead(hints, input.ticket_id).into_iter().chain([whom]).collect()
}

/// Handles the share.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ShareView>, Problem> {
    let read = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ShareTicket(ticket)).await?;
    let ticket = read.value.clone();
    if input.identity_id == ticket.submitter {
        return Err(problems::own_ticket());
    }
    let name = colleague(&deps, &ticket, input.identity_id).await?.ok_or_else(Problem::not_found)?;
    let (by, at) = (caller.identity_id(), deps.now());
    let share = Share { identity_id: input.identity_id, name, may_comment: input.may_comment, by, at };
    let view = ShareView::of(&share);
    answered(
        &deps,
        &caller,
        read,
        |now, stamp| {
            caller.require(Action::ShareTicket(now))?;
            // Handed over meanwhile: whom it may be shared with is another question then.
            if now.submitter != ticket.submitter {
                return Err(Problem::conflict("changed_meanwhile", "Somebody changed this meanwhile; look again"));
            }
            now.share(stamp, share.clone()).map_err(|_| problems::too_many_shares())
        },
        |_, ticket| Some(Event::TicketShared(TicketShared { ticket, with: input.identity_id, may_comment: input.may_comment })),
        |_| Reply::ok(view.clone()),
    )
    .await
}
