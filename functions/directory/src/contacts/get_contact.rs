//! One contact. For staff who see it by permission or relation (S002-4, S004-11); others get 404. No
//! events.

use foyer_domain::directory::Contact;
use foyer_domain::id::ContactId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::{ContactView, contact_edition};

/// Which contact.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<Contact>(Key::contact(hints.tenant_id, input.contact_id))];
    Operation::http_ahead("get-contact", "Show one contact", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ContactView>, Problem> {
    let contact = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
    caller.require(Action::View((&contact.value).into()))?;
    Ok(Reply::ok(ContactView::of(&caller, &contact.value)).edition(&contact_edition(&contact.value)?))
}
