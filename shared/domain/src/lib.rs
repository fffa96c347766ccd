//! Foyer's rules, by area. Pure: no tokio, no AWS, no JSON; time and randomness are parameters.
//!
//! The areas meet by typed ids ([`id`]); what crosses an area boundary travels as an event.

pub mod address;
pub mod agents;
pub mod apps;
pub mod audit;
pub mod budget;
pub mod directory;
pub mod find;
pub mod id;
pub mod identity;
pub mod limit;
pub mod link;
pub mod outgoing;
pub mod policy;
pub mod secret;
pub mod silence;
pub mod text;
pub mod tickets;
pub mod time;
pub mod unicode;
