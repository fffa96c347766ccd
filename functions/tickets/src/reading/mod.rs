//! Finding tickets and reading one. Each file is an operation.

pub mod get_ticket;
pub mod get_ticket_customer;
pub mod list_tickets;
pub mod list_timeline;
pub mod queue_position;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        get_ticket::operation(),
        get_ticket_customer::operation(),
        list_tickets::operation(),
        queue_position::operation(),
        list_timeline::operation(),
    ]
}
