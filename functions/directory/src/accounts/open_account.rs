//! Opens a contact's account. For administrators, maintainers, and the contact's owner, participants and
//! customer-service owner (S000-1 to S000-5, S002-5). Emits `account.opened`, which sends login name and
//! initial password, or `identity.bound` for somebody who has an account already (S000-9).

use foyer_domain::directory::Contact;
use foyer_domain::id::ContactId;
use foyer_domain::identity::LoginName;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::directory::Record;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::opening::{self, OpenedView, Wanted};

/// For which contact, with which login name and password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// The login name; the contact's mobile or email otherwise (S000-4).
    #[schemars(with = "Option<String>")]
    pub login: Option<LoginName>,
    /// The initial password; one is generated otherwise. Not for somebody who has an account already.
    #[schemars(with = "Option<String>")]
    pub initial_password: Option<Secret>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<Contact>(Key::contact(hints.tenant_id, input.contact_id))];
    Operation::http_ahead("open-account", "Open a contact's account and send its initial password", ahead, handle)
}

/// Handles the opening.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<OpenedView>, Problem> {
    let contact = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
    let wanted = Wanted { login: input.login, password: input.initial_password, even_unreachable: false };
    opening::open(&deps, &caller, Record::Contact(contact), wanted).await
}
