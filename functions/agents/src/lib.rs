//! Tenants' staff. So far: the first administrator of a new tenant.

pub mod bootstrap_tenant;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![bootstrap_tenant::operation()]
}
