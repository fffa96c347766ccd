//! Enterprises. Each file is an operation.

pub mod bootstrap_tenant;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![bootstrap_tenant::operation()]
}
