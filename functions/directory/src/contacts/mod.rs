//! Contacts, and their organisations. Each file is an operation.

pub mod create_contact;
pub mod edit_contact;
pub mod get_contact;
pub mod list_contacts;
pub mod list_organisations;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        create_contact::operation(),
        get_contact::operation(),
        list_contacts::operation(),
        edit_contact::operation(),
        list_organisations::operation(),
    ]
}
