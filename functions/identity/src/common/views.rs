//! How an account and its identities look on the wire.

use foyer_domain::address::Channel;
use foyer_domain::agents::Role;
use foyer_domain::directory::Party;
use foyer_domain::identity::{Account, Binding, Identity, IdentityState, Landing, Muted, Outstanding, Topic};
use schemars::JsonSchema;
use serde::Serialize;

/// An account, as its owner sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// Its id.
    pub account_id: String,
    /// The person's name, as the identity that acts.
    pub name: String,
    /// The names it logs in with.
    pub logins: Vec<String>,
    /// Where SMS of the enterprise go that one acts in: others keep to what they were told.
    pub phone: Option<String>,
    /// Where its emails go.
    pub email: Option<String>,
    /// What its messages are written in: `zh-CN` or `en`.
    pub language: &'static str,
    /// Changes when the picture does; null without one of the identity that acts.
    pub avatar: Option<String>,
    /// What the person is told as the identity that acts, and how.
    pub notifications: Notifications,
}

/// What the person is told, and how: true where messages go out. Codes and what concerns the security of the
/// account always go out, and notices in the portal and the console are always kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Notifications {
    /// Progress of the own tickets, which goes out as each ticket's reply method says.
    pub tickets: ByChannel,
    /// Ratings of tickets that one completed; for staff.
    pub ratings: ByEmail,
    /// Requests to open an account; for staff.
    pub account_requests: ByEmail,
}

/// By SMS and by email.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ByChannel {
    /// By SMS.
    pub sms: bool,
    /// By email.
    pub email: bool,
}

/// By email.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ByEmail {
    /// By email.
    pub email: bool,
}

impl Notifications {
    fn of(account: &Account, identity: &Identity) -> Self {
        let told = |topic, channel| !account.muted_as(identity).contains(&Muted { topic, channel });
        Self {
            tickets: ByChannel { sms: told(Topic::Tickets, Channel::Sms), email: told(Topic::Tickets, Channel::Email) },
            ratings: ByEmail { email: told(Topic::Ratings, Channel::Email) },
            account_requests: ByEmail { email: told(Topic::AccountRequests, Channel::Email) },
        }
    }
}

/// An identity, as its owner sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IdentityView {
    /// Its id.
    pub identity_id: String,
    /// The tenant.
    pub tenant_id: String,
    /// The tenant's name.
    pub tenant_name: String,
    /// `internal`, or `external` with the mark 外部 (S004-6).
    pub kind: &'static str,
    /// `active`, `offboarded` (离职) or `deleted`.
    pub state: &'static str,
    /// Whom it stands for; null for staff.
    pub bound_to: Option<BoundTo>,
    /// Of staff: `administrator`, `team_lead`, `agent` or `member`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub role: Option<Role>,
}

/// The contact or customer that an external identity stands for (S004-15).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BoundTo {
    /// `contact` or `customer`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What the enterprise calls it. `get-me` tells it, of accounts with several identities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of a contact's organisation, told with its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
}

impl BoundTo {
    fn of(party: Party) -> Self {
        let kind = match party {
            Party::Contact { .. } => "contact",
            Party::Customer { .. } => "customer",
        };
        Self { kind, id: party.id(), name: None, organisation_name: None }
    }
}

impl AccountView {
    /// The view of `account` for its owner, as `identity`.
    pub fn of(account: &Account, identity: &Identity) -> Self {
        let reach = account.reach(identity);
        Self {
            account_id: account.account_id.to_string(),
            name: account.name_as(identity).to_string(),
            logins: account.logins.iter().map(ToString::to_string).collect(),
            phone: reach.phone.map(String::from),
            email: reach.email.map(String::from),
            language: account.language_as(identity).tag(),
            avatar: account.avatar_as(identity).map(|tag| tag.0.clone()),
            notifications: Notifications::of(account, identity),
        }
    }
}

impl IdentityView {
    /// The view of `identity`.
    pub fn of(identity: &Identity) -> Self {
        Self {
            identity_id: identity.identity_id.to_string(),
            tenant_id: identity.tenant_id.to_string(),
            tenant_name: identity.tenant_name.to_string(),
            kind: match identity.binding {
                Binding::Internal { .. } => "internal",
                Binding::External { .. } => "external",
            },
            state: identity.state.as_str(),
            bound_to: identity.party().map(BoundTo::of),
            role: match &identity.binding {
                Binding::Internal { authority } => Some(authority.role),
                Binding::External { .. } => None,
            },
        }
    }

    /// The views of the identities that still exist.
    pub fn all(account: &Account) -> Vec<Self> {
        account.identities.iter().filter(|identity| identity.state != IdentityState::Deleted).map(Self::of).collect()
    }
}

/// What is to be done before anything else: `second_factor`, `change_password` or `enrol_second_factor`.
pub fn next_step(outstanding: Outstanding) -> &'static str {
    match outstanding {
        Outstanding::SecondStep => "second_factor",
        Outstanding::Password => "change_password",
        Outstanding::Enrolment => "enrol_second_factor",
    }
}

/// `portal` or `console`.
pub fn landing(identity: &Identity) -> &'static str {
    match identity.landing() {
        Landing::Portal => "portal",
        Landing::Console => "console",
    }
}
