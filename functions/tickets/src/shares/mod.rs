//! With whom a ticket is shared. Each file is an operation.

pub mod list_share_candidates;
pub mod list_shares;
pub mod share_ticket;
pub mod unshare_ticket;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![share_ticket::operation(), unshare_ticket::operation(), list_shares::operation(), list_share_candidates::operation()]
}
