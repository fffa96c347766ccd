//! The identities that enterprises offer to the caller: opened for an address of his, and not accepted yet (S000-9,
//! S004-5, decision 14). For anybody signed in; no events.

use foyer_domain::address::Address;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::accounts::Offer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::offers::{Standing, standing};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The offers, of each address newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Each of them.
    pub items: Vec<OfferView>,
}

/// An offer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfferView {
    /// The identity that it is about.
    pub identity_id: String,
    /// The enterprise that offers it.
    pub tenant_name: String,
    /// What the enterprise calls the person.
    pub name: String,
    /// The address that the enterprise opened it for, one of the caller's.
    pub address: String,
    /// When.
    pub at: String,
    /// True where a code has to go to the address before it can be accepted: ask for it as for another address.
    pub needs_code: bool,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-offers", "What enterprises offer to the own account", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, _input: Input) -> Result<Reply<Output>, Problem> {
    let offers = standing(&deps, &caller).await?;
    Ok(Reply::ok(Output { items: offers.iter().map(view).collect() }))
}

fn view(standing: &Standing<Offer>) -> OfferView {
    let offer = &standing.offer;
    OfferView {
        identity_id: offer.identity_id.to_string(),
        tenant_name: standing.identity.tenant_name.to_string(),
        name: standing.account.value.name_as(&standing.identity).to_string(),
        address: Address::try_from(String::from(offer.login.clone())).map_or_else(|_| String::new(), |address| address.masked()),
        at: offer.at.to_string(),
        needs_code: !standing.proved,
    }
}
