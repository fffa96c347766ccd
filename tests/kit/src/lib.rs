//! Development only: the whole system in a test, on a database of its own, with a clock that is set and
//! dice that fall the same in every run.
//!
//! A test talks to [`TestApp`] like a user: [`Client`] sends requests through the gateway, `drain`
//! delivers the events that they caused, `messages` is everybody's phone and mailbox.
//! What goes wrong here is a broken test, so everything panics.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's helper fails the test")]
#![expect(clippy::return_self_not_must_use, reason = "an answer that was expected needs no further look")]

pub mod answer;
pub mod app;
pub mod client;
mod contract;
pub mod enterprise;
pub mod feedback;
pub mod files;
pub mod time;

pub use answer::Answer;
pub use app::TestApp;
pub use client::Client;
pub use enterprise::{Enterprise, authority};
pub use time::{SeededEntropy, TestClock};
