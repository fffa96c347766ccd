//! Events on their way from the outbox to the topic. Each file is an operation.

pub mod relay_outbox;
pub mod sweep_outbox;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![relay_outbox::operation(), sweep_outbox::operation()]
}
