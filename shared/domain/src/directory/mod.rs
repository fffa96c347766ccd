//! Organisations, contacts and the requests to open accounts for them.

pub mod contact;
pub mod customer;
pub mod request;

pub use contact::{AccountLink, Contact, Dimension, Organisation, Rejection, SecurityLevel, Tenant};
pub use customer::{Customer, Party, Subject};
pub use request::{AccountRequest, Decision, RequestState};
