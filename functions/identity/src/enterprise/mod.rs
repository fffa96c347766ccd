//! How the enterprise shows itself, and its defaults. Each file is an operation.

pub mod edit_enterprise;
pub mod get_logo;
pub mod set_logo;
pub mod show_enterprise;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![show_enterprise::operation(), edit_enterprise::operation(), set_logo::operation(), get_logo::operation()]
}
