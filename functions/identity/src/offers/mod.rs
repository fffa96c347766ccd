//! Identities that enterprises offer to who has an account already. Each file is an operation.

pub mod accept_offer;
pub mod decline_offer;
pub mod list_offers;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![list_offers::operation(), accept_offer::operation(), decline_offer::operation()]
}
