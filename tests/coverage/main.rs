//! Every operation behind a route, tried with everything that must not be accepted: each gets the
//! documented problem, none a 5xx, and nothing is stored.

#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

mod adversary;
mod at_once;
mod bad_input;
mod case;
mod cases;
mod matrix;
mod operations;
mod permissions;
mod unreadable;
