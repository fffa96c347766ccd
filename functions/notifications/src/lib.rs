//! Relaying events, sending messages, keeping notices, and showing what became of them.

pub mod common;
pub mod events;
pub mod notices;
pub mod sending;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [events::operations(), sending::operations(), notices::operations()].concat()
}
