//! How contacts and requests look on the wire.

use foyer_domain::directory::{AccountLink, AccountRequest, Contact, RequestState};
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::Staff;
use schemars::JsonSchema;
use serde::Serialize;

/// A contact, as the caller may see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactView {
    /// Its id.
    pub contact_id: String,
    /// The organisation.
    pub organisation_id: String,
    /// The organisation's dimension.
    pub dimension_id: String,
    /// Name.
    pub name: String,
    /// Mobile phone in E.164.
    pub mobile: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Landline.
    pub phone: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// `zh-CN` or `en`.
    pub language: &'static str,
    /// Security level 密级, -999 to 0.
    pub security_level: i32,
    /// Identity of who added it.
    pub adder: String,
    /// Identity of who is responsible.
    pub owner: Option<String>,
    /// Identities that take part.
    pub participants: Vec<String>,
    /// Identity of the owner for customer service.
    pub service_owner: Option<String>,
    /// When it was created.
    pub created_at: String,
    /// The account tab; absent for who may not see it (S004-11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountTab>,
}

/// The account tab of a contact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountTab {
    /// `none`, `pending` (审批中) or `open`.
    pub state: &'static str,
    /// The name it logs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The name that the form offers (S000-4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggested_login: Option<String>,
    /// The identity that the account has here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_id: Option<String>,
    /// The request that is being decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Why the last request was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection: Option<RejectionView>,
    /// Whether the caller may open the account now.
    pub may_open: bool,
    /// Whether the caller may apply for it now.
    pub may_request: bool,
}

/// A rejection.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RejectionView {
    /// The request.
    pub request_id: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

/// A request to open an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RequestView {
    /// Its id.
    pub request_id: String,
    /// `pending`, `approved` or `rejected`.
    pub state: &'static str,
    /// The contact.
    pub contact_id: String,
    /// The contact's name.
    pub contact_name: String,
    /// Who applied.
    pub applicant: Person,
    /// What he wrote.
    pub remark: String,
    /// When.
    pub submitted_at: String,
    /// The decision, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionView>,
    /// Whether the caller may decide it now.
    pub may_decide: bool,
}

/// A member of staff.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Person {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DecisionView {
    /// Who decided.
    pub by: Person,
    /// When.
    pub at: String,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

fn allowed(caller: &Staff, action: Action<'_>) -> bool {
    matches!(caller.may(action), Verdict::Allowed(_))
}

impl ContactView {
    /// `contact`, as `caller` may see it.
    pub fn of(caller: &Staff, contact: &Contact) -> Self {
        Self {
            contact_id: contact.contact_id.to_string(),
            organisation_id: contact.organisation_id.to_string(),
            dimension_id: contact.dimension_id.to_string(),
            name: contact.name.to_string(),
            mobile: text(contact.mobile.as_ref()),
            email: text(contact.email.as_ref()),
            phone: text(contact.phone.as_ref()),
            remark: text(contact.remark.as_ref()),
            language: contact.language.tag(),
            security_level: contact.security_level.into(),
            adder: contact.adder.to_string(),
            owner: text(contact.owner.as_ref()),
            participants: contact.participants.iter().map(ToString::to_string).collect(),
            service_owner: text(contact.service_owner.as_ref()),
            created_at: contact.created_at.to_string(),
            account: allowed(caller, Action::ViewAccount(contact)).then(|| AccountTab::of(caller, contact)),
        }
    }
}

impl AccountTab {
    fn of(caller: &Staff, contact: &Contact) -> Self {
        let vacant = contact.account.vacant().is_ok();
        let mut tab = Self {
            state: "none",
            login: None,
            suggested_login: text(contact.suggested_login().as_ref()).filter(|_| vacant),
            identity_id: None,
            request_id: None,
            rejection: None,
            may_open: vacant && allowed(caller, Action::OpenAccount(contact)),
            may_request: vacant && allowed(caller, Action::RequestAccount(contact)),
        };
        match &contact.account {
            AccountLink::None { rejection } => {
                tab.rejection = rejection.as_ref().map(|rejection| RejectionView {
                    request_id: rejection.request_id.to_string(),
                    reason: rejection.reason.to_string(),
                    at: rejection.at.to_string(),
                });
            }
            AccountLink::Pending { request_id } => {
                tab.state = "pending";
                tab.request_id = Some(request_id.to_string());
            }
            AccountLink::Open { identity_id, login, .. } => {
                tab.state = "open";
                tab.login = Some(login.to_string());
                tab.identity_id = Some(identity_id.to_string());
            }
        }
        tab
    }
}

impl RequestView {
    /// `request`, as `caller` may see it.
    pub fn of(caller: &Staff, request: &AccountRequest) -> Self {
        let person = |id: &foyer_domain::id::IdentityId, name: &foyer_domain::text::Name| Person {
            identity_id: id.to_string(),
            name: name.to_string(),
        };
        Self {
            request_id: request.request_id.to_string(),
            state: request.state().as_str(),
            contact_id: request.contact_id.to_string(),
            contact_name: request.contact_name.to_string(),
            applicant: person(&request.applicant, &request.applicant_name),
            remark: request.remark.to_string(),
            submitted_at: request.submitted_at.to_string(),
            decision: request.decision.as_ref().map(|decision| DecisionView {
                by: person(&decision.by, &decision.by_name),
                at: decision.at.to_string(),
                reason: text(decision.rejected_because.as_ref()),
            }),
            may_decide: request.state() == RequestState::Pending && allowed(caller, Action::DecideRequest(request)),
        }
    }
}
