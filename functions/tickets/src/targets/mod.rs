//! What queues promise, and what is due. Each file is an operation.

pub mod close_tickets;
pub mod sweep_targets;
pub mod track_targets;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![track_targets::operation(), sweep_targets::operation(), close_tickets::operation()]
}
