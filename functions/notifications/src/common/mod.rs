//! What operations of several folders share; no operation lies here.

pub mod budget;
pub mod deliver;
pub mod links;
pub mod plan;
pub mod relay;
pub mod returned;
pub mod views;
