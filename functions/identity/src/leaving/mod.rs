//! Offboarding, rehiring and deleting identities. Each file is an operation.

pub mod delete_identity;
pub mod get_hand_over;
pub mod hand_over_tickets;
pub mod offboard_identity;
pub mod preview_offboarding;
pub mod rehire_identity;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        preview_offboarding::operation(),
        offboard_identity::operation(),
        hand_over_tickets::operation(),
        get_hand_over::operation(),
        rehire_identity::operation(),
        delete_identity::operation(),
    ]
}
