//! One ticket, with what is attached to it and what the caller may do with it. For its submitter and with whom it is shared, its acceptor, the
//! agents of its queue and administrators (S001-15, S001-16); others get 404. No events.

use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::actions;
use crate::common::attachment_view::AttachmentView;
use crate::common::on_ticket::{self, OnTicket, read_for};
use crate::common::views::TicketView;

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
    /// `accept`, `mark_urgent`, `unmark_urgent`, `reply`, `ask`, `complete`, `view_customer`, `note` and `transfer`. Times
    /// are said beside it: `reopen_until`, `editable_until`, and half an hour between two urges.
    pub actions: Vec<&'static str>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead_with_files(hints, input.ticket_id);
    Operation::http_ahead("get-ticket", "Show one ticket", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: OnTicket) -> Result<Reply<Output>, Problem> {
    let ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ViewTicket(ticket));
    let attached = deps.store.attachments(caller.tenant_id(), input.ticket_id);
    let (ticket, attached) = futures::join!(ticket, attached);
    let (ticket, attached) = (ticket?.value, attached?.value);
    let attachments = AttachmentView::of_ticket(&attached, &ticket, &caller);
    let actions = actions::of(&caller, &ticket);
    Ok(Reply::ok(Output { ticket: TicketView::of(&ticket, caller.identity().landing()), attachments, actions }))
}
