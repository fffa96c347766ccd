//! What the browser loads: the pages, and the API's description; and the figures of the portal home.

pub mod count_tickets;
pub mod get_home;
pub mod get_openapi;
pub mod get_page;
pub mod pages;
pub mod rebuild_home;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![get_openapi::operation(), get_page::operation(), get_home::operation(), count_tickets::operation(), rebuild_home::operation()]
}
