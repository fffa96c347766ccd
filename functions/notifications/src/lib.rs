//! Relaying events, sending messages, keeping notices, and showing what became of them.

pub mod common;
pub mod events;
pub mod notices;
pub mod sending;

use foyer_kit::Operation;

pub use common::clients::Clients;

/// The registry of the area.
pub fn operations(clients: &Clients) -> Vec<Operation> {
    [events::operations(clients), sending::operations(clients), notices::operations()].concat()
}
