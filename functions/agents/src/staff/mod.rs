//! The people who work for an enterprise. Each file is an operation.

pub mod list_staff;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![list_staff::operation()]
}
