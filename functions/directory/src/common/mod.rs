//! What operations of several folders share; no operation lies here.

pub mod changes;
pub mod defaults;
pub mod opening;
pub mod responsible;
pub mod search;
pub mod views;
