//! Events on their way from the outbox to the topic. Each file is an operation.

pub mod relay_outbox;
pub mod sweep_outbox;

use foyer_kit::Operation;

use crate::Clients;

/// The operations of this folder.
pub fn operations(clients: &Clients) -> Vec<Operation> {
    vec![relay_outbox::operation(clients.publisher.clone()), sweep_outbox::operation(clients.publisher.clone())]
}
