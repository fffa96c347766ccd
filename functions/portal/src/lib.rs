//! The portal functions.

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    Vec::new()
}
