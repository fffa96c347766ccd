//! What agents do with a ticket. Each file is an operation.

pub mod accept_ticket;
pub mod ask_customer;
pub mod complete_ticket;
pub mod mark_urgent;
pub mod note_ticket;
pub mod reply_ticket;
pub mod transfer_ticket;
pub mod unmark_urgent;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        accept_ticket::operation(),
        mark_urgent::operation(),
        unmark_urgent::operation(),
        reply_ticket::operation(),
        note_ticket::operation(),
        ask_customer::operation(),
        complete_ticket::operation(),
        transfer_ticket::operation(),
    ]
}
