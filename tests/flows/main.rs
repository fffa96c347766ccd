//! What users do, from request to message, through the whole stack.

mod accounts;
mod delivery;
mod login;
mod queue;
mod repeats;
mod requests;
mod sealed;
mod tenants;
mod tickets;
