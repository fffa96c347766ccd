//! Organisations, contacts and the requests to open accounts for them.

pub mod contact;
pub mod request;

pub use contact::{AccountLink, Contact, Dimension, Organisation, Rejection, SecurityLevel, Tenant};
pub use request::{AccountRequest, Decision, RequestState};
