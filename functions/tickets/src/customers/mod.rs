//! What the submitter of a ticket does with it. Each file is an operation.

pub mod answer_ticket;
pub mod rate_ticket;
pub mod reopen_ticket;
pub mod set_reply_method;
pub mod submit_ticket;
pub mod urge_ticket;
pub mod withdraw_ticket;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        submit_ticket::operation(),
        withdraw_ticket::operation(),
        urge_ticket::operation(),
        answer_ticket::operation(),
        reopen_ticket::operation(),
        rate_ticket::operation(),
        set_reply_method::operation(),
    ]
}
