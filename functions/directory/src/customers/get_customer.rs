//! One customer, with its account tab for who may see it. For staff who see it; no events.

use foyer_domain::directory::Customer;
use foyer_domain::id::CustomerId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::{CustomerView, customer_edition};

/// Which customer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub customer_id: CustomerId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<Customer>(Key::customer(hints.tenant_id, input.customer_id))];
    Operation::http_ahead("get-customer", "Show one customer", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<CustomerView>, Problem> {
    let customer = deps.store.customer(caller.tenant_id(), input.customer_id).await?.ok_or_else(Problem::not_found)?;
    caller.require(Action::View((&customer.value).into()))?;
    Ok(Reply::ok(CustomerView::of(&caller, &customer.value)).edition(&customer_edition(&customer.value)?))
}
