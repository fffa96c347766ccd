//! Notices in the portal and the console. Each file is an operation.

pub mod count_notices;
pub mod keep_notices;
pub mod list_notices;
pub mod read_all_notices;
pub mod read_notice;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        keep_notices::operation(),
        list_notices::operation(),
        count_notices::operation(),
        read_notice::operation(),
        read_all_notices::operation(),
    ]
}
