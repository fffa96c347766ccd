//! Drafts 草稿: forms that are not complete. Each file is an operation.

pub mod delete_draft;
pub mod edit_draft;
pub mod get_draft;
pub mod list_drafts;
pub mod save_draft;
pub mod submit_draft;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        save_draft::operation(),
        get_draft::operation(),
        list_drafts::operation(),
        edit_draft::operation(),
        submit_draft::operation(),
        delete_draft::operation(),
    ]
}
