//! What operations cost and need: capacity, rights and time.

#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

mod capacity;
mod flat;
mod large_queues;
mod lists;
mod login_time;
mod rest;
mod roles;
mod walk;
mod waves;
