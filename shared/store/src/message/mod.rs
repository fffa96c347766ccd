//! What people are told, and the addresses that it cannot go to.

pub mod address_marks;
pub mod deliveries;
pub mod links;
pub mod notices;
