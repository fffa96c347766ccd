//! Beginning, changing and ending sessions. Each file is an operation.

pub mod end_other_sessions;
pub mod end_session;
pub mod list_identity_sessions;
pub mod list_sessions;
pub mod login;
pub mod logout;
pub mod sign_out_identity;
pub mod switch_identity;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        login::operation(),
        logout::operation(),
        switch_identity::operation(),
        list_sessions::operation(),
        end_session::operation(),
        end_other_sessions::operation(),
        list_identity_sessions::operation(),
        sign_out_identity::operation(),
    ]
}
