//! What operations of several folders share; no operation lies here.

pub mod files;
pub mod rebuilding;
