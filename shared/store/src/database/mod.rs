//! How rows are read and written at all.

pub mod client;
pub mod commit;
pub mod entity;
pub mod error;
pub(crate) mod item;
pub mod key;
pub mod meter;
pub mod page;
pub mod table;
