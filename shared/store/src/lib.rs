//! Foyer's rows in DynamoDB. The only crate that names `aws-sdk-dynamodb`.
//!
//! [`key`] makes every key, [`entity`] reads and writes rows, [`commit`] makes transactions whose failures
//! have names, [`page`] cuts lists. The other modules hold one aggregate each: what it is as a row and
//! the reads and writes that it offers. `docs/DATA.md` lists every access pattern.

pub mod accounts;
pub mod address_marks;
pub mod apps;
pub mod attachments;
pub mod attempts;
pub mod audit;
pub mod avatars;
pub mod client;
pub mod commit;
pub mod deliveries;
pub mod directory;
pub mod drafts;
pub mod entity;
pub mod error;
pub mod home;
pub mod idempotency;
pub mod key;
pub mod meter;
pub mod notices;
pub mod outbox;
pub mod page;
pub mod queues;
pub mod resets;
pub mod second_factors;
pub mod sessions;
pub mod staff;
pub mod tickets;
pub mod watches;
pub mod worklist;

pub use client::{Freshness, Store, Table, Tables};
pub use commit::{Clash, Commit, CommitError, wait_turn};
pub use entity::{Entity, Versioned};
pub use error::StoreError;
pub use key::Key;
pub use meter::{Meter, Spent};
pub use page::{CursorKey, InvalidCursor, Page, PageRequest};
