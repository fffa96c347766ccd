//! Files of tickets and drafts. Each file is an operation.

pub mod begin_attachment;
pub mod finish_attachment;
pub mod get_attachment;
pub mod remove_attachment;
pub mod sweep_attachments;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        begin_attachment::operation(),
        finish_attachment::operation(),
        get_attachment::operation(),
        remove_attachment::operation(),
        sweep_attachments::operation(),
    ]
}
