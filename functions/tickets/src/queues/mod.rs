//! Queues, who serves them, and what time does to them. Each file is an operation.

pub mod change_queue_members;
pub mod create_queue;
pub mod edit_queue;
pub mod get_queue;
pub mod list_queues;
pub mod stop_queue;
pub mod sweep_queues;
pub mod watch_queues;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        list_queues::operation(),
        sweep_queues::operation(),
        watch_queues::operation(),
        create_queue::operation(),
        get_queue::operation(),
        edit_queue::operation(),
        change_queue_members::operation(),
        stop_queue::operation(),
    ]
}
