//! How rows are read and written at all.

pub mod ahead;
pub mod client;
pub mod commit;
pub(crate) mod conditional;
pub mod due;
pub mod entity;
pub mod error;
pub(crate) mod item;
pub mod key;
pub mod loaded;
pub mod meter;
mod only_reading;
pub mod page;
pub mod table;
