//! With whom a ticket can be shared: the names of those of the same customer or external organisation who have
//! an account (decision 8). For its submitter, and staff who see it. No events.

use foyer_domain::apps::App;
use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::colleagues;
use crate::common::views::Whom;

/// Which ticket, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Rows per page. A page may have fewer rows than asked for and still have a next one.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-share-candidates", "With whom a ticket can be shared", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<Whom>>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let (key, list) = (caller.cursor_key(), format!("share candidates {}", input.ticket_id));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?.value;
    caller.require(Action::ShareTicket(&ticket))?;
    let page = colleagues::page(&deps, &ticket, request).await?;
    Ok(Reply::ok(list_output(&key, &list, page, |colleague| Whom {
        identity_id: colleague.identity_id.to_string(),
        name: colleague.name.to_string(),
    })))
}
