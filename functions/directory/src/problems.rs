//! The refusals of this area.

use foyer_domain::directory::contact::AccountTaken;
use foyer_domain::directory::{AccountRequest, Decision, RequestState};
use foyer_domain::identity::password::PasswordFault;
use foyer_kit::Problem;
use serde_json::json;

/// 422: no such organisation in this tenant.
pub fn unknown_organisation() -> Problem {
    Problem::invalid("/organisation_id", "is no organisation here")
}

/// 422: no such customer, or none that the caller sees.
pub fn unknown_customer() -> Problem {
    Problem::invalid("/customer_id", "is no customer here")
}

/// 422: a responsible person who is not staff here.
pub fn not_staff(pointer: &str) -> Problem {
    Problem::invalid(pointer, "is nobody who works here")
}

/// 422: the initial password would reach nobody.
pub fn unreachable() -> Problem {
    Problem::invalid("/initial_password", "must be given: the contact has neither mobile nor email to send one to")
}

/// 422: a login name that is an address must be the person's own (decision 3).
pub fn foreign_login() -> Problem {
    Problem::invalid("/login", "must be the mobile or the email that stands here, or a name that is no address")
}

/// 422: the initial password breaks the rule.
pub fn weak_password(fault: PasswordFault) -> Problem {
    Problem::invalid("/initial_password", fault.to_string())
}

/// 409: the contact's account is open or being decided.
pub fn account_taken(taken: AccountTaken) -> Problem {
    let (code, title) = match taken {
        AccountTaken::Pending => ("account_request_pending", "A request to open this account waits for a decision"),
        AccountTaken::Open => ("account_open", "There is an account already"),
    };
    Problem::conflict(code, title)
}

/// 409: somebody decided before; says who and when (decision 10).
pub fn already_decided(request: &AccountRequest, decision: &Decision) -> Problem {
    Problem::conflict("already_decided", "This request was decided already")
        .with("decision", json!(if request.state() == RequestState::Approved { "approved" } else { "rejected" }))
        .with("decided_by", json!({ "identity_id": decision.by.to_string(), "name": decision.by_name.to_string() }))
        .with("decided_at", json!(decision.at.to_string()))
}
