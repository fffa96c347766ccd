//! The hierarchy dimension → organisation → contact (S002-1) and a contact's account state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::{Email, Language, Phone};
use crate::id::{AccountId, AccountRequestId, ContactId, CustomerId, DimensionId, IdentityId, OrganisationId, TenantId};
use crate::identity::{IdentityState, LoginName};
use crate::text::{Line, Name, Remark};

/// An enterprise using Foyer 企业.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Its id.
    pub tenant_id: TenantId,
    /// Its name.
    pub name: Name,
    /// The level that new contacts get (S004-10).
    pub default_security_level: SecurityLevel,
    /// When it began.
    pub created_at: Timestamp,
}

/// A dimension 维度: the top of the external hierarchy. Who maintains it stands in the maintainers'
/// authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub dimension_id: DimensionId,
    /// Its name.
    pub name: Name,
}

/// An external organisation 外部组织.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub organisation_id: OrganisationId,
    /// The dimension it stands in.
    pub dimension_id: DimensionId,
    /// Its name 名称.
    pub name: Name,
}

/// Security level 密级 of a contact: -999 to 0, 0 by default (S004-10).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct SecurityLevel(i16);

/// A level outside the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be from -999 to 0")]
pub struct LevelOutOfRange;

impl TryFrom<i32> for SecurityLevel {
    type Error = LevelOutOfRange;

    fn try_from(level: i32) -> Result<Self, LevelOutOfRange> {
        let level = i16::try_from(level).map_err(|_| LevelOutOfRange)?;
        if (-999..=0).contains(&level) { Ok(Self(level)) } else { Err(LevelOutOfRange) }
    }
}

impl From<SecurityLevel> for i32 {
    fn from(level: SecurityLevel) -> Self {
        level.0.into()
    }
}

/// An external contact 外部联系人.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub contact_id: ContactId,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// The organisation's dimension, kept here because every decision about the account needs it.
    pub dimension_id: DimensionId,
    /// The customer that it speaks for, if it does.
    pub customer_id: Option<CustomerId>,
    /// Name 姓名.
    pub name: Name,
    /// Mobile phone 手机: where SMS goes, and a login name.
    #[serde(default, deserialize_with = "crate::address::kept::phone")]
    pub mobile: Option<Phone>,
    /// Email 邮箱: a login name too.
    #[serde(default, deserialize_with = "crate::address::kept::email")]
    pub email: Option<Email>,
    /// Landline 电话, as it was typed: it may hold an extension.
    pub phone: Option<Line<40>>,
    /// Remark 备注.
    pub remark: Option<Remark>,
    /// What the contact reads.
    pub language: Language,
    /// Security level 密级.
    pub security_level: SecurityLevel,
    /// Who added it 添加人.
    pub adder: IdentityId,
    /// Who is responsible 负责人.
    pub owner: Option<IdentityId>,
    /// Who takes part 参与人.
    pub participants: Vec<IdentityId>,
    /// The owner for customer service 客服负责人.
    pub service_owner: Option<IdentityId>,
    /// Internal people it is shared with 共享 (S004-12).
    pub shared_with: Vec<IdentityId>,
    /// The state of its account.
    pub account: AccountLink,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Whether a contact has an account 账号状态 (S002-5 to S002-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountLink {
    /// 未开通: may be opened or applied for.
    None {
        /// Why the last request was rejected, if there was one (S002-14).
        rejection: Option<Rejection>,
    },
    /// 审批中 (S002-8).
    Pending {
        /// The request that is open.
        request_id: AccountRequestId,
    },
    /// 已开通.
    Open {
        /// The account.
        account_id: AccountId,
        /// Its identity here.
        identity_id: IdentityId,
        /// The name it logs in with.
        #[serde(deserialize_with = "crate::identity::login_name::kept::login")]
        login: LoginName,
        /// Who opened it 开通人 (S000-2).
        opener: IdentityId,
        /// The state of the identity, as the account has it (S000-20). Never deleted: then there is none.
        identity_state: IdentityState,
        /// 等待本人确认: the person has not confirmed it yet (decision 14).
        #[serde(default)]
        waiting: bool,
    },
}

/// State of the account of a contact or a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// There is none.
    None,
    /// Somebody applied for it 审批中.
    Pending,
    /// In use.
    Open,
    /// 离职 (S000-20).
    Offboarded,
}

impl AccountState {
    /// The state of the account that `link` says.
    pub fn of(link: &AccountLink) -> Self {
        match link {
            AccountLink::None { .. } => Self::None,
            AccountLink::Pending { .. } => Self::Pending,
            AccountLink::Open { identity_state: IdentityState::Active, .. } => Self::Open,
            AccountLink::Open { .. } => Self::Offboarded,
        }
    }

    /// The name in answers and keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Open => "open",
            Self::Offboarded => "offboarded",
        }
    }
}

/// The last rejection of a contact's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The request.
    pub request_id: AccountRequestId,
    /// Why.
    pub reason: Remark,
    /// When.
    pub at: Timestamp,
}

/// An account cannot be opened or applied for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountTaken {
    /// A request is being decided.
    #[error("a request to open this account is waiting for a decision")]
    Pending,
    /// It is open already.
    #[error("this contact has an account already")]
    Open,
}

impl AccountLink {
    /// Whether an account may be opened or applied for.
    pub fn vacant(&self) -> Result<(), AccountTaken> {
        match self {
            Self::None { .. } => Ok(()),
            Self::Pending { .. } => Err(AccountTaken::Pending),
            Self::Open { .. } => Err(AccountTaken::Open),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // S004-10
    #[test]
    fn levels_run_from_minus_999_to_0() {
        assert_eq!(SecurityLevel::default(), SecurityLevel(0));
        for (level, fits) in [(-1000, false), (-999, true), (0, true), (1, false), (i32::MIN, false)] {
            assert_eq!(SecurityLevel::try_from(level).is_ok(), fits, "{level}");
        }
    }
}
