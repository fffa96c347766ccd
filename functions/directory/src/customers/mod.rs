//! Customers. Each file is an operation.

pub mod create_customer;
pub mod edit_customer;
pub mod get_customer;
pub mod list_customers;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![create_customer::operation(), get_customer::operation(), list_customers::operation(), edit_customer::operation()]
}
