//! Offboarding, rehiring and deleting identities. Each file is an operation.

pub mod delete_identity;
pub mod offboard_identity;
pub mod preview_offboarding;
pub mod rehire_identity;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![preview_offboarding::operation(), offboard_identity::operation(), rehire_identity::operation(), delete_identity::operation()]
}
