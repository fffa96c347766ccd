//! Tenants' staff. So far: the first administrator of a new tenant, and who works there.

pub mod staff;
pub mod tenants;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [staff::operations(), tenants::operations()].concat()
}
