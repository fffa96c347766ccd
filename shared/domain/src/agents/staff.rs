//! Staff in the list of their enterprise.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::{Email, Language, Phone};
use crate::id::{AccountId, IdentityId, TenantId};
use crate::identity::{Authority, IdentityState};
use crate::text::Name;

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
    #[serde(default, deserialize_with = "crate::address::kept::email")]
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
