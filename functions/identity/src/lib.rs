//! Who somebody is: login, logout, the own account and its password.

pub mod change_password;
pub mod get_me;
pub mod list_audit;
pub mod login;
pub mod logout;
pub mod problems;
pub mod views;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![login::operation(), logout::operation(), get_me::operation(), change_password::operation(), list_audit::operation()]
}
