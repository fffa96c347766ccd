//! Enterprises and the people of their directories.

pub mod directory;
pub mod faces;
pub mod staff;
