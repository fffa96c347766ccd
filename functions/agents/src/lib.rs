//! Tenants' staff. So far: the first administrator of a new tenant, and who works there.

pub mod bootstrap_tenant;
pub mod list_staff;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![bootstrap_tenant::operation(), list_staff::operation()]
}
