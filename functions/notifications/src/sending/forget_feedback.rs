//! Takes the mark from an address that can be written to again, though it is the same. Invoked by whoever operates
//! Foyer; a corrected address needs no such thing.

use foyer_domain::address::{Channel, Email, Phone};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use serde::{Deserialize, Serialize};

/// Which address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Input {
    /// A number.
    Phone(Phone),
    /// An email address.
    Email(Email),
}

/// What was held against it.
#[derive(Debug, Serialize)]
pub struct Output {
    /// `undeliverable` or `objected`; nothing if it was not marked.
    pub fault: Option<foyer_domain::silence::AddressFault>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::event("forget-feedback", "Write to a marked address again", handle)
}

/// Handles the request.
pub async fn handle(deps: Deps, input: Input) -> Result<Output, EventFailure> {
    let (channel, address) = match &input {
        Input::Phone(phone) => (Channel::Sms, phone.as_str()),
        Input::Email(email) => (Channel::Email, email.as_str()),
    };
    let fault = deps.store.address_fault(channel, address).await?;
    if fault.is_some() {
        deps.store.forget_address_fault(channel, address).await?;
    }
    Ok(Output { fault })
}
