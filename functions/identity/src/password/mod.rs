//! The password of an account: changed, reset, recovered. Each file is an operation.

pub mod change_password;
pub mod confirm_password_reset;
pub mod request_address_proof;
pub mod request_password_reset;
pub mod reset_password;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        change_password::operation(),
        reset_password::operation(),
        request_password_reset::operation(),
        confirm_password_reset::operation(),
        request_address_proof::operation(),
    ]
}
