//! Opening accounts, and the requests to open one. Each file is an operation.

pub mod approve_request;
pub mod list_account_requests;
pub mod open_account;
pub mod open_customer_account;
pub mod reject_request;
pub mod request_account;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        open_account::operation(),
        request_account::operation(),
        list_account_requests::operation(),
        approve_request::operation(),
        reject_request::operation(),
        open_customer_account::operation(),
    ]
}
