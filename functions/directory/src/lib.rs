//! Contacts, their accounts and the requests to open them.

pub mod accounts;
pub mod common;
pub mod contacts;
pub mod customers;
pub mod problems;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [contacts::operations(), customers::operations(), accounts::operations()].concat()
}
