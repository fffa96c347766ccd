//! Tickets and their place in the queue.

pub mod accept_ticket;
pub mod change_queue_members;
pub mod create_queue;
pub mod edit_queue;
pub mod get_queue;
pub mod get_ticket;
pub mod list_queues;
pub mod list_tickets;
pub mod problems;
pub mod queue_position;
pub mod queue_views;
pub mod stop_queue;
pub mod submit_ticket;
pub mod sweep_queues;
pub mod views;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![
        submit_ticket::operation(),
        get_ticket::operation(),
        list_tickets::operation(),
        queue_position::operation(),
        accept_ticket::operation(),
        list_queues::operation(),
        sweep_queues::operation(),
        create_queue::operation(),
        get_queue::operation(),
        edit_queue::operation(),
        change_queue_members::operation(),
        stop_queue::operation(),
    ]
}
