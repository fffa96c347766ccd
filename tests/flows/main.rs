//! What users do, from request to message, through the whole stack.

#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

mod accounts;
mod apps;
mod attachments;
mod audit;
mod avatars;
mod backlog;
mod bindings;
mod budgets;
mod customers;
mod delivery;
mod faults;
mod feedback;
mod hints;
mod home;
mod identities;
mod login;
mod notices;
mod pages;
mod profile;
mod queue;
mod queue_races;
mod queues;
mod recovery;
mod repeats;
mod requests;
mod sealed;
mod second_factor;
mod sessions;
mod sharing;
mod silence;
mod staff_tickets;
mod targets;
mod tenants;
mod ticket_actions;
mod ticket_drafts;
mod ticket_life;
mod ticket_lists;
mod ticket_moves;
mod ticket_shares;
mod tickets;
mod trust;
mod trust_at_once;
mod trust_histories;
mod urgent;
