//! Staff: roles and permissions.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::{Email, Language, Phone};
use crate::id::{AccountId, IdentityId, TenantId};
use crate::identity::{Authority, IdentityState};
use crate::text::Name;

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

/// A staff member in the tenant's staff list. Its authority is the copy of what the identity in the
/// account holds; both are written in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The identity.
    pub identity_id: IdentityId,
    /// The account it belongs to.
    pub account_id: AccountId,
    /// Display name 显示名称.
    pub name: Name,
    /// Where SMS goes.
    #[serde(default, deserialize_with = "crate::address::kept::phone")]
    pub phone: Option<Phone>,
    /// Where email goes.
    pub email: Option<Email>,
    /// What he reads.
    pub language: Language,
    /// Whether the identity is in use.
    pub state: IdentityState,
    /// What he may do.
    pub authority: Authority,
    /// Since when.
    pub created_at: Timestamp,
}
