//! How contacts and requests look on the wire.

use foyer_domain::directory::{AccountLink, AccountRequest, AccountState, Contact, Customer, Party, RequestState, Subject};
use foyer_domain::identity::IdentityState;
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Edition, Problem, Staff};
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
    /// The customer that it speaks for.
    pub customer_id: Option<String>,
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
    /// Identities of staff that see it because it is shared with them (S004-12).
    pub shared_with: Vec<String>,
    /// When it was created.
    pub created_at: String,
    /// Whether the caller may edit it (S004-8, S004-13).
    pub may_edit: bool,
    /// The account tab; absent for who may not see it (S004-11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountTab>,
}

/// A customer, as the caller may see it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerView {
    /// Its id.
    pub customer_id: String,
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
    /// Whether the caller may edit it.
    pub may_edit: bool,
    /// The account tab; absent for who may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountTab>,
}

/// The account tab of a contact or a customer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountTab {
    /// `none`, `pending` (审批中), `open` or `offboarded` (离职, S000-20).
    #[schemars(with = "String")]
    pub state: AccountState,
    /// The name it logs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The name that the form offers (S000-4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggested_login: Option<String>,
    /// The identity that the account has here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_id: Option<String>,
    /// 等待本人确认: the person has neither logged in nor accepted it yet. Says nothing of whether he has an account.
    pub waiting: bool,
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
    /// What the caller may do with its identity now: `reset_password`, `offboard`, `rehire`, `delete`.
    pub actions: Vec<&'static str>,
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

/// The edition of a contact: what its editors set, and not what becomes of its account.
pub fn contact_edition(contact: &Contact) -> Result<Edition, Problem> {
    Edition::of(&Contact { account: AccountLink::None { rejection: None }, ..contact.clone() })
}

/// The edition of a customer, alike.
pub fn customer_edition(customer: &Customer) -> Result<Edition, Problem> {
    Edition::of(&Customer { account: AccountLink::None { rejection: None }, ..customer.clone() })
}

impl ContactView {
    /// `contact`, as `caller` may see it.
    pub fn of(caller: &Staff, contact: &Contact) -> Self {
        let subject = contact.into();
        Self {
            contact_id: contact.contact_id.to_string(),
            organisation_id: contact.organisation_id.to_string(),
            dimension_id: contact.dimension_id.to_string(),
            customer_id: text(contact.customer_id.as_ref()),
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
            shared_with: contact.shared_with.iter().map(ToString::to_string).collect(),
            created_at: contact.created_at.to_string(),
            may_edit: allowed(caller, Action::Edit(subject)),
            account: allowed(caller, Action::ViewAccount(subject)).then(|| AccountTab::of(caller, subject)),
        }
    }
}

impl CustomerView {
    /// `customer`, as `caller` may see it.
    pub fn of(caller: &Staff, customer: &Customer) -> Self {
        let subject = customer.into();
        Self {
            customer_id: customer.customer_id.to_string(),
            name: customer.name.to_string(),
            mobile: text(customer.mobile.as_ref()),
            email: text(customer.email.as_ref()),
            phone: text(customer.phone.as_ref()),
            remark: text(customer.remark.as_ref()),
            language: customer.language.tag(),
            adder: customer.adder.to_string(),
            owner: text(customer.owner.as_ref()),
            participants: customer.participants.iter().map(ToString::to_string).collect(),
            service_owner: text(customer.service_owner.as_ref()),
            created_at: customer.created_at.to_string(),
            may_edit: allowed(caller, Action::Edit(subject)),
            account: allowed(caller, Action::ViewAccount(subject)).then(|| AccountTab::of(caller, subject)),
        }
    }
}

impl AccountTab {
    fn of(caller: &Staff, subject: Subject<'_>) -> Self {
        let vacant = subject.account.vacant().is_ok();
        let mut tab = Self {
            state: AccountState::of(subject.account),
            login: None,
            suggested_login: text(subject.suggested_login().as_ref()).filter(|_| vacant),
            identity_id: None,
            waiting: false,
            request_id: None,
            rejection: None,
            may_open: vacant && allowed(caller, Action::OpenAccount(subject)),
            may_request: vacant && applicable(subject) && allowed(caller, Action::RequestAccount(subject)),
            actions: Vec::new(),
        };
        match subject.account {
            AccountLink::None { rejection } => {
                tab.rejection = rejection.as_ref().map(|rejection| RejectionView {
                    request_id: rejection.request_id.to_string(),
                    reason: rejection.reason.to_string(),
                    at: rejection.at.to_string(),
                });
            }
            AccountLink::Pending { request_id } => {
                tab.request_id = Some(request_id.to_string());
            }
            AccountLink::Open { identity_id, login, identity_state, waiting, .. } => {
                let managed = allowed(caller, Action::ManageIdentity(subject));
                tab.actions = match identity_state {
                    IdentityState::Active => vec!["reset_password", "offboard", "delete"],
                    IdentityState::Offboarded | IdentityState::Deleted => vec!["rehire", "delete"],
                };
                tab.actions.retain(|_| managed);
                tab.login = Some(login.to_string());
                tab.waiting = *waiting;
                tab.identity_id = Some(identity_id.to_string());
            }
        }
        tab
    }
}

/// Applications are for contacts (S002-6).
fn applicable(subject: Subject<'_>) -> bool {
    matches!(subject.party, Party::Contact { .. })
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
