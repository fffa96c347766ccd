//! How rows are read and written at all.

pub mod client;
pub mod commit;
pub mod entity;
pub mod error;
pub mod key;
pub mod meter;
pub mod page;
