//! What the browser loads: the pages, and the API's description; the figures of the portal home; and what is found over
//! all areas.

pub mod common;
pub mod find;
pub mod home;
pub mod pages;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [pages::operations(), home::operations(), find::operations()].concat()
}
