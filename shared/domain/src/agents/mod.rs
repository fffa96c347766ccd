//! Staff: roles and permissions.

pub mod role;
pub mod staff;

pub use role::{Permission, Role};
pub use staff::StaffMember;
