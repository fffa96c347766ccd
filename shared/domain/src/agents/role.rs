//! Roles and permissions.

use serde::{Deserialize, Serialize};

/// The tier of an internal identity (S003-10 to S003-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Tier 1, 管理员/主管: everything.
    Administrator,
    /// Tier 2, 组长/质检.
    TeamLead,
    /// Tier 3, 客服坐席: works on tickets.
    Agent,
    /// Front-office staff outside the service desk, 普通用户: keeps own contacts.
    Member,
}

/// A right given to single people, beyond their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// External interconnect maintenance 外部互联维护 (S002-9, S004-11).
    MaintainExternal,
}
