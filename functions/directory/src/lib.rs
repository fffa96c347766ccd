//! Contacts, their accounts and the requests to open them.

pub mod approve_request;
pub mod changes;
pub mod create_contact;
pub mod create_customer;
pub mod edit_contact;
pub mod edit_customer;
pub mod get_contact;
pub mod get_customer;
pub mod list_account_requests;
pub mod list_contacts;
pub mod list_customers;
pub mod list_organisations;
pub mod open_account;
pub mod open_customer_account;
pub mod opening;
pub mod problems;
pub mod reject_request;
pub mod request_account;
pub mod responsible;
pub mod search;
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
        create_customer::operation(),
        get_customer::operation(),
        list_customers::operation(),
        edit_customer::operation(),
        open_customer_account::operation(),
        edit_contact::operation(),
        list_organisations::operation(),
    ]
}
