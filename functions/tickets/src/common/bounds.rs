//! How much one person may have under way: nobody fills a queue, or the lists of those who serve it, alone.

use foyer_domain::tickets::bounds::{MOST_DRAFTS, MOST_OPEN};
use foyer_domain::tickets::figures::Scope;
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Hints, Problem};
use foyer_store::home::HomeHead;
use foyer_store::{Ahead, Key, PageRequest};

use crate::problems;

/// What is read with the session, so that the figures are found without another wait.
pub fn head_of_figures(hints: &Hints) -> Ahead {
    Ahead::lately::<HomeHead>(Key::home_head(hints.tenant_id))
}

/// Refuses who has too many open tickets. They are counted by the figures of the portal home, which are a moment behind:
/// it is a bound for who goes on and on, and no number that anything else is built on: where they cannot be read,
/// nobody is kept from asking for help.
pub async fn few_tickets(deps: &Deps, caller: &Principal) -> Result<(), Problem> {
    let scope = [Scope::SubmittedBy(caller.identity_id())];
    let figures = deps.unless_unreadable(deps.store.figures(caller.tenant_id(), &scope)).await?;
    if figures.is_some_and(|figures| figures.open() >= MOST_OPEN) { Err(problems::too_many_open()) } else { Ok(()) }
}

/// Refuses who has too many drafts.
pub async fn few_drafts(deps: &Deps, caller: &Principal) -> Result<(), Problem> {
    let page = PageRequest { limit: MOST_DRAFTS, after: None };
    let drafts = deps.store.drafts(caller.tenant_id(), caller.identity_id(), &page).await?;
    let full = u32::try_from(drafts.rows.len()).is_ok_and(|count| count >= MOST_DRAFTS);
    if full { Err(problems::too_many_drafts()) } else { Ok(()) }
}
