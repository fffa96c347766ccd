//! The customers that the caller may see, newest first, and of those the ones that fit a search or whose account is in a
//! state (S000-3). Each row has the state of its account. For staff; no events.

use foyer_domain::agents::Permission;
use foyer_domain::directory::{AccountState, Customer};
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::Ahead;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::search::{self, Wanted};
use crate::common::views::CustomerView;

/// Which page of which search.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Words, as `find` takes them: of a name, of an email address, the last four or more digits of a number. A page may
    /// then have fewer rows than asked for and still have a next one, as with `account_state`.
    pub q: Option<String>,
    /// Only those whose account is in this state: `none`, `pending`, `open` or `offboarded`, as it was a moment ago.
    /// Those whose account tab you may not see are in none.
    #[schemars(with = "Option<String>")]
    pub account_state: Option<AccountState>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("list-customers", "List the customers that you may see", ahead, handle)
}

fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    Wanted::ahead(hints, input.account_state.is_some())
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<CustomerView>>, Problem> {
    let wanted = Wanted::typed(input.q.as_deref(), input.account_state)?;
    let wide = caller.authority().has(Permission::MaintainExternal);
    let way = wanted.way::<Customer>(&deps, &caller, wide).await?;
    let (key, list) = (caller.cursor_key(), wanted.list("customers", &way));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let page = search::page::<Customer>(&deps, &caller, &wanted, way, request).await?;
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |customer| CustomerView::of(&caller, &customer))))
}
