//! Opens a customer's account. For administrators, maintainers, and the customer's owner, participants and
//! customer-service owner (S000-1 to S000-5). Emits `account.opened`, or `identity.bound` for somebody who
//! has an account already (S000-9).

use foyer_domain::directory::Customer;
use foyer_domain::id::CustomerId;
use foyer_domain::identity::LoginName;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::directory::Record;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::opening::{self, OpenedView, Wanted};

/// For which customer, with which login name and password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The customer.
    #[schemars(with = "String")]
    pub customer_id: CustomerId,
    /// The login name; the customer's mobile or email otherwise (S000-4).
    #[schemars(with = "Option<String>")]
    pub login: Option<LoginName>,
    /// The initial password; one is generated otherwise. Not for somebody who has an account already.
    #[schemars(with = "Option<String>")]
    pub initial_password: Option<Secret>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<Customer>(Key::customer(hints.tenant_id, input.customer_id))];
    Operation::http_ahead("open-customer-account", "Open a customer's account and send its initial password", ahead, handle)
}

/// Handles the opening.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<OpenedView>, Problem> {
    let customer = deps.store.customer(caller.tenant_id(), input.customer_id).await?.ok_or_else(Problem::not_found)?;
    let wanted = Wanted { login: input.login, password: input.initial_password, even_unreachable: false };
    opening::open(&deps, &caller, Record::Customer(customer), wanted).await
}
