//! Asks for a code to have another phone number or email address (S004-15). For customers and contacts, who give
//! the password again. Emits `address_change.requested`, which sends the code to the new address.
//!
//! Whether another account has the address is not looked up here, so that nobody finds out by asking. Who can read
//! the code there is told, when he uses it.

use foyer_domain::address::Address;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::{codes, proof};
use crate::problems;

/// The address, and the password again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The mobile phone number or the email address from now on.
    #[schemars(with = "String")]
    pub address: Address,
    /// The own password.
    #[schemars(with = "String")]
    pub password: Secret,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("request-address-change", "Ask for a code to have another phone number or email address", handle)
}

/// Handles the question. Another one voids the code before.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<()>, Problem> {
    let account = &caller.account().value;
    if account.works_somewhere() {
        return Err(problems::staff_address());
    }
    let known = account.reach(caller.identity()).address(input.address.channel());
    if known.as_ref() == Some(&input.address) && account.proved_addresses().contains(&input.address) {
        return Err(problems::own_address());
    }
    if let Address::Phone(phone) = &input.address
        && !deps.config.sms_countries.has(phone)
    {
        return Err(problems::country_not_allowed());
    }
    proof::password(&deps, &caller, &input.password, "password").await?;
    codes::send(&deps, &caller, input.address).await
}
