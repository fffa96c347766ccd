//! The own account: who one is, name, picture and addresses. Each file is an operation.

pub mod confirm_address_change;
pub mod edit_profile;
pub mod get_avatar;
pub mod get_me;
pub mod remove_avatar;
pub mod request_address_change;
pub mod set_avatar;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        get_me::operation(),
        edit_profile::operation(),
        request_address_change::operation(),
        confirm_address_change::operation(),
        set_avatar::operation(),
        remove_avatar::operation(),
        get_avatar::operation(),
    ]
}
