//! What was done to accounts. Each file is an operation.

pub mod list_audit;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![list_audit::operation()]
}
