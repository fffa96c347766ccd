//! Finding people, organisations and tickets as one types. Each file is an operation.

#[expect(clippy::module_inception, reason = "the operation is called so")]
pub mod find;
pub mod keep_finds;
pub mod rebuild_finds;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![find::operation(), keep_finds::operation(), rebuild_finds::operation()]
}
