//! What the browser loads: the pages, and the API's description; and the figures of the portal home.

pub mod common;
pub mod home;
pub mod pages;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [pages::operations(), home::operations()].concat()
}
