//! Where the short link of an SMS leads. For anybody; no events.
//!
//! It leads to a page of the portal and never elsewhere, and lets nobody in: who follows it logs in as ever, and what
//! he sees there is decided by who he is. A code that is unknown and one whose time is over lead to the same page, which
//! says so in words.

use foyer_domain::link::typed;
use foyer_kit::{Anonymous, Deps, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which link. What telephones and their apps add to it in a query is not looked at.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The code, whatever somebody typed.
    pub code: String,
}

/// The page that says that a link leads nowhere any more.
const OVER: &str = "/link-over";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("follow-link", "Follow the short link of a message", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<()>, Problem> {
    let link = deps.unless_unreadable(deps.store.page_behind(&typed(&input.code), deps.now())).await?.flatten();
    let path = link.as_ref().map_or(OVER, |link| link.path.as_str());
    Ok(Reply::see_other(format!("{}{path}", deps.config.portal_url.trim_end_matches('/'))))
}
