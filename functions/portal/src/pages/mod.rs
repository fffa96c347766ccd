//! What the browser loads. Each file is an operation.

pub mod follow_link;
pub mod get_openapi;
pub mod get_page;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![get_openapi::operation(), get_page::operation(), follow_link::operation()]
}
