//! The contacts that the caller may see, newest first, and of those the ones that fit a search, whose account is in a
//! state, or of an organisation (S002-3, S002-4, S004-1). For staff; no events.

use foyer_domain::agents::Permission;
use foyer_domain::directory::{AccountState, Contact};
use foyer_domain::id::OrganisationId;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::Ahead;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::search::{self, Wanted};
use crate::common::views::ContactView;

/// Which page of which search.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Words, as `find` takes them: of a name, of an email address, the last four or more digits of a number. A page may
    /// then have fewer rows than asked for and still have a next one, as with `account_state` and
    /// `organisation_id`.
    pub q: Option<String>,
    /// Only those whose account is in this state: `none`, `pending`, `open` or `offboarded`, as it was a moment ago.
    /// Those whose account tab you may not see are in none.
    #[schemars(with = "Option<String>")]
    pub account_state: Option<AccountState>,
    /// Only those of this organisation (S004-1).
    #[schemars(with = "Option<String>")]
    pub organisation_id: Option<OrganisationId>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("list-contacts", "List the contacts that you may see", ahead, handle)
}

fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    Wanted::ahead(hints, input.account_state.is_some() || input.organisation_id.is_some())
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<ContactView>>, Problem> {
    let wanted = Wanted::typed(input.q.as_deref(), input.account_state)?.within(input.organisation_id);
    let authority = caller.authority();
    let wide = authority.has(Permission::MaintainExternal) || !authority.maintains.is_empty();
    // Places in a list of its own go on in no other, should the caller's rights change between two pages.
    let way = wanted.way::<Contact>(&deps, &caller, wide).await?;
    let (key, list) = (caller.cursor_key(), wanted.list(if wide { "contacts" } else { "own contacts" }, &way));
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let page = search::page::<Contact>(&deps, &caller, &wanted, way, request).await?;
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |contact| ContactView::of(&caller, &contact))))
}
