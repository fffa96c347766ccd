//! A request to open a contact's account 外部账号开通申请: pending, then decided once (S002-10).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{AccountRequestId, ContactId, DimensionId, IdentityId, TenantId};
use crate::text::{Name, Remark};

/// A request to open an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRequest {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub request_id: AccountRequestId,
    /// The contact it is for.
    pub contact_id: ContactId,
    /// The contact's name when it was submitted.
    pub contact_name: Name,
    /// The contact's dimension: its maintainers may decide (S002-9).
    pub dimension_id: DimensionId,
    /// Who applied 申请人.
    pub applicant: IdentityId,
    /// The applicant's name.
    pub applicant_name: Name,
    /// What he wrote 备注 (S002-7).
    pub remark: Remark,
    /// When.
    pub submitted_at: Timestamp,
    /// The decision, once there is one.
    pub decision: Option<Decision>,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided.
    pub by: IdentityId,
    /// His name.
    pub by_name: Name,
    /// When.
    pub at: Timestamp,
    /// The reason of a rejection; `None` for an approval.
    pub rejected_because: Option<Remark>,
}

/// State of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// 审批中.
    Pending,
    /// 已同意.
    Approved,
    /// 已拒绝.
    Rejected,
}

impl RequestState {
    /// The name used in keys, queries and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

impl AccountRequest {
    /// The state that the decision makes.
    pub fn state(&self) -> RequestState {
        match &self.decision {
            None => RequestState::Pending,
            Some(Decision { rejected_because: None, .. }) => RequestState::Approved,
            Some(Decision { rejected_because: Some(_), .. }) => RequestState::Rejected,
        }
    }
}
