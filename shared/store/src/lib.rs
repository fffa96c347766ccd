//! Foyer's rows in DynamoDB. The only crate that names `aws-sdk-dynamodb`.
//!
//! In `database`, [`key`] makes every key, [`entity`] reads and writes rows, [`commit`] makes transactions whose
//! failures have names, [`page`] cuts lists. The modules of the other folders hold one aggregate each: what it is
//! as a row and the reads and writes that it offers. Users name a module without its folder.
//! `docs/DATA.md` lists every access pattern.

mod account;
mod database;
mod enterprise;
mod find;
mod message;
mod ticket;
mod trail;

pub use account::{accounts, apps, attempts, avatars, limits, resets, second_factors, sessions};
pub use database::{ahead, client, commit, due, entity, error, key, loaded, meter, page, table};
pub(crate) use database::{conditional, item};
pub use enterprise::{directory, faces, staff};
pub use find::{finds, keeping};
pub use message::{address_marks, deliveries, links, notices};
pub use ticket::{attachments, drafts, hand_overs, home, queues, tickets, watches, worklist};
pub use trail::{audit, idempotency, outbox};

pub use ahead::Ahead;
pub use client::{Freshness, Store};
pub use commit::{Clash, Commit, CommitError, wait_turn};
pub use due::Due;
pub use entity::{Entity, Versioned};
pub use error::StoreError;
pub use key::Key;
pub use meter::{Meter, Spent, Unreadable};
pub use page::{CursorKey, InvalidCursor, Page, PageRequest};
pub use table::{Table, Tables};
