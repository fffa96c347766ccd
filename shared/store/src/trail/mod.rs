//! What a change leaves behind beside itself.

pub mod audit;
pub mod idempotency;
pub mod outbox;
