//! What the browser loads. So far: the API's description.

pub mod get_openapi;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![get_openapi::operation()]
}
