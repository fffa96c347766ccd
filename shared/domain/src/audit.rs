//! The record of who did what to whose account (F33): written in the transaction of the act, and never
//! changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{AuditId, IdentityId, TenantId};

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The tenant that it happened in.
    pub tenant_id: TenantId,
    /// Its id, in the order of time.
    pub audit_id: AuditId,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// To what: an id with its prefix.
    pub target: String,
    /// Who did it; nobody for what somebody who is not signed in does.
    pub actor: Option<IdentityId>,
    /// For whom, where somebody acts in another's place.
    pub on_behalf_of: Option<IdentityId>,
    /// What is different now. Never a secret.
    pub changes: Vec<Change>,
    /// The network address that it came from.
    pub source: String,
    /// The request.
    pub request_id: String,
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

impl Change {
    /// A field that went from one value to another.
    pub fn new(field: &str, before: Option<&str>, after: Option<&str>) -> Self {
        Self { field: field.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    /// A field that has a value now and had none.
    pub fn set(field: &str, after: &str) -> Self {
        Self::new(field, None, Some(after))
    }
}

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// An account was opened for a contact or a customer 开通.
    #[serde(rename = "account.opened")]
    AccountOpened,
    /// An account that existed got another identity 绑定.
    #[serde(rename = "identity.bound")]
    IdentityBound,
    /// 离职.
    #[serde(rename = "identity.offboarded")]
    IdentityOffboarded,
    /// 返聘.
    #[serde(rename = "identity.rehired")]
    IdentityRehired,
    /// 删除.
    #[serde(rename = "identity.deleted")]
    IdentityDeleted,
    /// Other pages of the portal were opened, to everybody or to one identity (S000-8).
    #[serde(rename = "apps.opened")]
    AppsOpened,
    /// How the enterprise shows itself was changed, or what it takes for granted.
    #[serde(rename = "enterprise.edited")]
    EnterpriseEdited,
    /// Staff gave an account a new initial password 修改密码.
    #[serde(rename = "password.reset")]
    PasswordReset,
    /// A contact or a customer was edited.
    #[serde(rename = "record.edited")]
    RecordEdited,
    /// The owner replaced his password.
    #[serde(rename = "password.changed")]
    PasswordChanged,
    /// The owner chose another password with a code 找回密码.
    #[serde(rename = "password.recovered")]
    PasswordRecovered,
    /// The owner ended one of his sessions.
    #[serde(rename = "session.ended")]
    SessionEnded,
    /// The owner ended all of his other sessions.
    #[serde(rename = "sessions.ended")]
    SessionsEnded,
    /// An administrator ended another's sessions, who must choose another password 踢下线+改密.
    #[serde(rename = "identity.signed_out")]
    IdentitySignedOut,
    /// A queue was created.
    #[serde(rename = "queue.created")]
    QueueCreated,
    /// A queue was renamed, or its targets set.
    #[serde(rename = "queue.edited")]
    QueueEdited,
    /// Others serve a queue.
    #[serde(rename = "queue.members_changed")]
    QueueMembersChanged,
    /// A queue was stopped.
    #[serde(rename = "queue.stopped")]
    QueueStopped,
    /// The owner enrolled a second factor.
    #[serde(rename = "second_factor.enrolled")]
    SecondFactorEnrolled,
    /// The owner ended it.
    #[serde(rename = "second_factor.disabled")]
    SecondFactorDisabled,
    /// An administrator ended the second factor of somebody who lost it.
    #[serde(rename = "second_factor.reset")]
    SecondFactorReset,
    /// The owner used a recovery code in place of the authenticator.
    #[serde(rename = "recovery_code.used")]
    RecoveryCodeUsed,
    /// The owner got new recovery codes.
    #[serde(rename = "recovery_codes.renewed")]
    RecoveryCodesRenewed,
    /// The owner changed name, picture, language or what he is told.
    #[serde(rename = "profile.edited")]
    ProfileEdited,
    /// The owner has another phone number or email address 绑定.
    #[serde(rename = "address.changed")]
    AddressChanged,
    /// The owner did the second step of a login with his authenticator.
    #[serde(rename = "second_factor.passed")]
    SecondFactorPassed,
    /// An account of staff came into use in two places at once (S003-16).
    #[serde(rename = "shared_use.suspected")]
    SharedUseSuspected,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::AppsOpened,
        Self::EnterpriseEdited,
        Self::AccountOpened,
        Self::IdentityBound,
        Self::IdentityOffboarded,
        Self::IdentityRehired,
        Self::IdentityDeleted,
        Self::PasswordReset,
        Self::RecordEdited,
        Self::PasswordChanged,
        Self::PasswordRecovered,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::IdentitySignedOut,
        Self::QueueCreated,
        Self::QueueEdited,
        Self::QueueMembersChanged,
        Self::QueueStopped,
        Self::SecondFactorEnrolled,
        Self::SecondFactorDisabled,
        Self::SecondFactorReset,
        Self::RecoveryCodeUsed,
        Self::RecoveryCodesRenewed,
        Self::ProfileEdited,
        Self::AddressChanged,
        Self::SecondFactorPassed,
        Self::SharedUseSuspected,
    ];

    /// The name in answers, as in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountOpened => "account.opened",
            Self::IdentityBound => "identity.bound",
            Self::IdentityOffboarded => "identity.offboarded",
            Self::IdentityRehired => "identity.rehired",
            Self::IdentityDeleted => "identity.deleted",
            Self::AppsOpened => "apps.opened",
            Self::EnterpriseEdited => "enterprise.edited",
            Self::PasswordReset => "password.reset",
            Self::RecordEdited => "record.edited",
            Self::PasswordChanged => "password.changed",
            Self::PasswordRecovered => "password.recovered",
            Self::SessionEnded => "session.ended",
            Self::SessionsEnded => "sessions.ended",
            Self::IdentitySignedOut => "identity.signed_out",
            Self::QueueCreated => "queue.created",
            Self::QueueEdited => "queue.edited",
            Self::QueueMembersChanged => "queue.members_changed",
            Self::QueueStopped => "queue.stopped",
            Self::SecondFactorEnrolled => "second_factor.enrolled",
            Self::SecondFactorDisabled => "second_factor.disabled",
            Self::SecondFactorReset => "second_factor.reset",
            Self::RecoveryCodeUsed => "recovery_code.used",
            Self::RecoveryCodesRenewed => "recovery_codes.renewed",
            Self::ProfileEdited => "profile.edited",
            Self::AddressChanged => "address.changed",
            Self::SecondFactorPassed => "second_factor.passed",
            Self::SharedUseSuspected => "shared_use.suspected",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    #[test]
    fn acts_have_one_name() {
        for act in Act::ALL {
            let name: StrDeserializer<'_, Error> = serde::de::IntoDeserializer::into_deserializer(act.as_str());
            assert_eq!(Act::deserialize(name), Ok(act));
        }
    }
}
