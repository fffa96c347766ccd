//! Tickets, the latest first. Customers: what they submitted, what is shared with them, all that they may see
//! (S001-11, S001-12, S001-15). Staff: what they submitted and what their queues hold (ET-4), what they accepted (ET-2), all of the tenant
//! (ET-3, administrators); and what waits in one queue, the next to be served first. No events.

use std::collections::HashMap;

use foyer_domain::id::{QueueId, TicketId};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::{Queue, Ticket, TicketState};
use foyer_domain::time::Timestamp;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::bounds::head_of_figures;
use crate::common::on_ticket::opened;
use crate::common::place_view::{PlaceView, places};
use crate::common::search::{self, List, Text, TypedStars, View, Wanted};
use crate::common::views::TicketView;

/// Which tickets, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `submitted`, `shared` or `all` (customers); `submitted`, `mine`, `queues`, `all` or `queue` (staff).
    #[schemars(with = "String")]
    pub view: View,
    /// Only those of this queue; must be given with `view=queue`.
    #[schemars(with = "Option<String>")]
    pub queue_id: Option<QueueId>,
    /// Only those in this state; not with `view=queue`, where all wait.
    #[schemars(with = "Option<String>")]
    pub state: Option<TicketState>,
    /// Only those whose last completion was rated with this many stars, 1 to 5.
    #[schemars(with = "Option<String>")]
    pub stars: Option<TypedStars>,
    /// Words of the title (of Chinese any part, else the beginnings of words), or the number. A page may then have fewer
    /// rows than asked for and still have a next one, as with `queue_id`, `state` and `stars`; with `view=queue` the
    /// latest submitted are on the first page, and each page is in the order in which it is served.
    pub q: Option<String>,
    /// Only those submitted then or later (RFC 3339).
    #[schemars(with = "Option<String>")]
    pub from: Option<Timestamp>,
    /// Only those submitted before (RFC 3339).
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// `places`: with the place of each ticket that waits, for whom a ticket's place is shown.
    #[schemars(with = "Option<String>")]
    pub with: Option<With>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What may come with the tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// Their places.
    Places,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("list-tickets", "List tickets", ahead, handle)
}

/// The pages that are open, the queue whose tickets wait, where a number leads to, if one is looked for, and where there
/// are lists by state.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let Ok(wanted) = wanted(input) else { return Vec::new() };
    let waiting =
        input.queue_id.filter(|_| matches!(input.view, View::Queue)).map(|queue| Ahead::of::<Queue>(Key::queue(hints.tenant_id, queue)));
    let queue = wanted.text.as_ref().and_then(Text::number).map(|number| Ahead::queue_of_number(hints.tenant_id, number));
    let lists = input.state.map(|_| head_of_figures(hints));
    let marks = wanted.ahead(hints, input.view);
    hints.open_apps().into_iter().chain(waiting).chain(queue).chain(lists).chain(marks).collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<ListOutput<TicketView>>, Problem> {
    let wanted = wanted(&input)?;
    let key = caller.cursor_key();
    let read = async {
        let way = wanted.way(&deps, &caller, input.view).await?;
        let name = wanted.list(input.view, way);
        let request = page_request(&key, &name, input.limit, input.cursor.as_deref())?;
        let list = List::of(&deps, &caller, input.view, input.queue_id, way).await?;
        let page = search::page(&deps, &caller, &list, &wanted, way, request).await?;
        Ok::<_, Problem>((name, list, page))
    };
    let (name, list, page) = opened(&deps, &caller, read).await?;
    let landing = caller.identity().landing();
    let mut places = match input.with {
        Some(With::Places) => shown_places(&deps, &caller, &page.rows).await?,
        None => HashMap::new(),
    };
    let view = |ticket: &Ticket| match list.service() {
        Some(service) => TicketView::waiting(ticket, service),
        None => TicketView::of(ticket, landing),
    };
    let row = |ticket: Ticket| TicketView { place: places.remove(&ticket.ticket_id), ..view(&ticket) };
    Ok(Reply::ok(list_output(&deps, &key, &name, page, row)))
}

/// The places of those tickets that wait and whose place the caller may see.
async fn shown_places(deps: &Deps, caller: &Member, tickets: &[Ticket]) -> Result<HashMap<TicketId, PlaceView>, Problem> {
    let may = |ticket: &&Ticket| matches!(caller.may(Action::ViewPlace(ticket)), Verdict::Allowed(_));
    places(deps, &tickets.iter().filter(may).collect::<Vec<_>>()).await
}

/// What was asked for.
fn wanted(input: &Input) -> Result<Wanted, Problem> {
    if input.view == View::Queue && input.state.is_some() {
        return Err(Problem::invalid("/state", "does not go with view=queue, where all wait"));
    }
    let text = input.q.as_deref().map(Text::typed).transpose()?.flatten();
    Ok(Wanted { text, queue: input.queue_id, state: input.state, stars: input.stars, from: input.from, until: input.until })
}
