//! Contacts, their accounts and the requests to open them.

pub mod approve_request;
pub mod create_contact;
pub mod get_contact;
pub mod list_account_requests;
pub mod list_contacts;
pub mod open_account;
pub mod opening;
pub mod problems;
pub mod reject_request;
pub mod request_account;
pub mod views;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![
        create_contact::operation(),
        get_contact::operation(),
        list_contacts::operation(),
        open_account::operation(),
        request_account::operation(),
        list_account_requests::operation(),
        approve_request::operation(),
        reject_request::operation(),
    ]
}
