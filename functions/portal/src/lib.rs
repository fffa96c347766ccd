//! What the browser loads: the pages, and the API's description.

pub mod get_openapi;
pub mod get_page;
pub mod pages;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![get_openapi::operation(), get_page::operation()]
}
