//! The second step of a login. Each file is an operation.

pub mod begin_second_factor;
pub mod confirm_second_factor;
pub mod disable_second_factor;
pub mod get_second_factor;
pub mod pass_second_factor;
pub mod renew_recovery_codes;
pub mod reset_second_factor;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        get_second_factor::operation(),
        begin_second_factor::operation(),
        confirm_second_factor::operation(),
        renew_recovery_codes::operation(),
        disable_second_factor::operation(),
        pass_second_factor::operation(),
        reset_second_factor::operation(),
    ]
}
