//! Which pages of the portal are open. Each file is an operation.

pub mod get_open_apps;
pub mod open_apps;
pub mod open_identity_apps;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![get_open_apps::operation(), open_apps::operation(), open_identity_apps::operation()]
}
