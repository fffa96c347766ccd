//! One ticket, with what is attached to it and what the caller may do with it. For its submitter and with whom it is shared, its acceptor, the
//! agents of its queue and administrators (S001-15, S001-16); others get 404. No events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::actions;
use crate::common::attachment_view::AttachmentView;
use crate::common::views::TicketView;

/// Which ticket.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
}

/// A ticket, its files, and what may be done with it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketView,
    /// What is attached to it, as far as you may see it.
    pub attachments: Vec<AttachmentView>,
    /// What you may do with it now, by your relation to it and by its state: of `answer`, `attach`,
    /// `attach_internal` (for staff alone), `urge`, `withdraw`, `rate`, `set_reply_method`, `reopen`, `share`,
    /// `accept`, `mark_urgent`, `unmark_urgent`, `reply`, `ask`, `complete`, `note` and `transfer`. Times are said
    /// beside it: `reopen_until`, `editable_until`, and half an hour between two urges.
    pub actions: Vec<&'static str>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-ticket", "Show one ticket", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Output>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?;
    caller.require(Action::ViewTicket(&ticket.value))?;
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id).await?.value;
    let attachments = AttachmentView::of_ticket(&attached, &ticket.value, &caller);
    let actions = actions::of(&caller, &ticket.value);
    Ok(Reply::ok(Output { ticket: TicketView::of(&ticket.value, caller.identity().landing()), attachments, actions }))
}
