//! Organisations, contacts and the requests to open accounts for them.

pub mod contact;
pub mod customer;
pub mod enterprise;
pub mod party;
pub mod request;

pub use contact::{AccountLink, AccountState, Contact, Dimension, Organisation, Rejection, SecurityLevel, Tenant};
pub use customer::{Customer, Subject};
pub use enterprise::Enterprise;
pub use party::Party;
pub use request::{AccountRequest, Decision, RequestState};
