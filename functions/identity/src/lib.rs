//! Who somebody is: login, logout, the own account and its password.

pub mod apps;
pub mod audit;
pub mod common;
pub mod enterprise;
pub mod leaving;
pub mod offers;
pub mod password;
pub mod problems;
pub mod profile;
pub mod second_factor;
pub mod sessions;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    [
        sessions::operations(),
        second_factor::operations(),
        password::operations(),
        profile::operations(),
        leaving::operations(),
        offers::operations(),
        apps::operations(),
        enterprise::operations(),
        audit::operations(),
    ]
    .concat()
}
