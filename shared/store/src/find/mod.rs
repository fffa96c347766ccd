//! What is found as one types: looking it up, and keeping it.

pub mod finds;
pub mod keeping;
