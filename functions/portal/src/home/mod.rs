//! The figures of the portal home. Each file is an operation.

pub mod count_tickets;
pub mod get_home;
pub mod rebuild_home;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![get_home::operation(), count_tickets::operation(), rebuild_home::operation()]
}
