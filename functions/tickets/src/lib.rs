//! Tickets and their place in the queue.

pub mod agents;
pub mod attachments;
pub mod common;
pub mod customers;
pub mod drafts;
pub mod problems;
pub mod queues;
pub mod reading;
pub mod shares;
pub mod targets;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [
        reading::operations(),
        customers::operations(),
        agents::operations(),
        drafts::operations(),
        shares::operations(),
        attachments::operations(),
        queues::operations(),
        targets::operations(),
    ]
    .concat()
}
