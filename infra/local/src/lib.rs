//! The whole system in one process: the template's routes and triggers over an embedded database.
//!
//! [`template`] reads what the template says; [`System`] builds it: the same handlers as in Lambda, given
//! the same events ([`gateway`] makes those of API Gateway, [`engine`] those of streams, queues and
//! schedules), reaching [`database`] and [`outside`] through the same SDK clients over HTTP.

pub mod authenticator;
mod bell;
pub mod data;
pub mod database;
pub mod demo;
pub mod engine;
pub mod error;
pub mod faults;
pub mod files;
pub mod filter;
pub mod gateway;
pub mod intrinsics;
pub mod mailbox;
pub mod outside;
pub mod pages;
pub mod queues;
pub mod roles;
pub mod seed;
pub mod server;
pub mod system;
pub mod template;
mod wired;

pub use data::Data;
pub use database::Database;
pub use error::LocalError;
pub use outside::{Fault, Target};
pub use system::{Options, System};
