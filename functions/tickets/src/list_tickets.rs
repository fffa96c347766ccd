//! Tickets: what the caller submitted, newest first, or what one of his queues holds, first come first
//! (S001-11, S001-12, S001-15). For external identities and staff; no events.

use foyer_domain::apps::App;
use foyer_domain::id::QueueId;
use foyer_domain::identity::Landing;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;
use crate::views::TicketView;

/// Which tickets, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `submitted` (customers) or `queue` (staff).
    #[schemars(with = "String")]
    pub view: View,
    /// Which queue, with `view=queue`.
    #[schemars(with = "Option<String>")]
    pub queue_id: Option<QueueId>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A view of tickets.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// 我提交的.
    Submitted,
    /// Everything in one queue.
    Queue,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-tickets", "List tickets", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<TicketView>>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let key = caller.cursor_key();
    let tenant = caller.tenant_id();
    let list = match (input.view, caller.identity().landing(), input.queue_id) {
        (View::Submitted, Landing::Portal, None) => "tickets submitted".to_owned(),
        (View::Queue, Landing::Console, Some(queue)) => {
            caller.require(Action::ViewQueue(tenant, queue))?;
            deps.store.queue(tenant, queue).await?.ok_or_else(Problem::not_found)?;
            format!("tickets {queue}")
        }
        (View::Queue, Landing::Console, None) => return Err(Problem::invalid("/queue_id", "must be given with view=queue")),
        (View::Submitted, _, Some(_)) => return Err(Problem::invalid("/queue_id", "goes with view=queue only")),
        (View::Submitted, Landing::Console, None) => return Err(problems::unknown_view("staff submit no tickets; use queue")),
        (View::Queue, Landing::Portal, _) => return Err(problems::unknown_view("is for staff; use submitted")),
    };
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let mut page = match input.queue_id {
        None => deps.store.tickets_by(tenant, caller.identity_id(), &request).await?,
        Some(queue) => deps.store.tickets_in(tenant, queue, &request).await?,
    };
    page.rows.retain(|ticket| matches!(caller.may(Action::ViewTicket(ticket)), Verdict::Allowed(_)));
    Ok(Reply::ok(list_output(&key, &list, page, |ticket| TicketView::of(&ticket))))
}
