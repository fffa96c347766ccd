//! The refusals of this area.

use foyer_domain::identity::password::PasswordFault;
use foyer_domain::identity::{IdentityState, IllegalMove};
use foyer_kit::Problem;
use serde_json::json;

/// 401: unknown name, wrong password, expired initial password and nothing left to act as are one answer,
/// so that nobody can find out which names exist.
pub fn login_failed() -> Problem {
    Problem::new(http::StatusCode::UNAUTHORIZED, "login_failed", "The login name or the password is wrong")
}

/// 422: whatever is wrong with a code, it is this.
pub fn wrong_code() -> Problem {
    Problem::invalid("/code", "is not the newest code for this login name, or was tried too often; ask for another")
}

/// 422: the same for the code of a new address.
pub fn wrong_address_code() -> Problem {
    Problem::invalid("/code", "is not the newest code that you were sent, or was tried too often; ask for another")
}

/// 403: what an enterprise gave its people is not theirs to change (S003-23).
pub fn staff_address() -> Problem {
    let title = "Who works for an enterprise has the phone and email that it gave him; ask an administrator";
    Problem::new(http::StatusCode::FORBIDDEN, "staff_address", title)
}

/// 422: nothing would change.
pub fn own_address() -> Problem {
    Problem::invalid("/address", "is the one that you have")
}

/// 422: codes are not sent there (F7).
pub fn country_not_allowed() -> Problem {
    Problem::invalid("/address", "is a number of a country that codes are not sent to; take an email address")
}

/// 422: the current password does not match.
pub fn wrong_current_password(field: &str) -> Problem {
    Problem::invalid(format!("/{field}"), "is not the current password")
}

/// 422: another code, or one that was used. What is wrong with it is not said.
pub fn wrong_second_factor() -> Problem {
    Problem::invalid("/code", "is not a code of the second factor now, or was used; wait for the next")
}

/// 422: the password would be too weak without the second factor.
pub fn too_weak_alone(fault: PasswordFault) -> Problem {
    Problem::invalid("/password", format!("{fault}; change it before you end the second factor"))
}

/// 409: the second step is done, or there is none to do.
pub fn no_second_step() -> Problem {
    Problem::conflict("second_factor_passed", "There is no second step to do in this session")
}

/// 409: there is one already.
pub fn second_factor_enrolled() -> Problem {
    Problem::conflict("second_factor_enrolled", "There is a second factor already; end it before you enrol another")
}

/// 409: there is none.
pub fn no_second_factor() -> Problem {
    Problem::conflict("no_second_factor", "There is no second factor")
}

/// 409: nothing was begun, or too long ago.
pub fn no_enrolment() -> Problem {
    Problem::conflict("no_enrolment", "No enrolment was begun in the last ten minutes; begin again")
}

/// 409: an administrator needs one (S003-18).
pub fn second_factor_needed() -> Problem {
    Problem::conflict("second_factor_needed", "An administrator cannot be without a second factor")
}

/// 409: nobody resets his own.
pub fn own_second_factor() -> Problem {
    Problem::conflict("own_second_factor", "Nobody resets his own second factor; ask another administrator")
}

/// 409: another enterprise relies on it too (decision 14).
pub fn works_elsewhere() -> Problem {
    Problem::conflict("works_elsewhere", "Only its owner can end the second factor of this account, with a recovery code")
}

/// 409: the identity is not in a state for this (S000-22, S000-25).
pub fn illegal_move(illegal: IllegalMove) -> Problem {
    Problem::conflict("illegal_move", "This identity is not in a state for that")
        .with("state", json!(illegal.0.as_str()))
        .with("detail", json!(illegal.to_string()))
}

/// 422: an identity that is not the caller's.
pub fn not_own_identity() -> Problem {
    Problem::invalid("/identity_id", "is no identity of yours")
}

/// 409: nothing but rehiring and deleting is done to who has left (S000-20).
pub fn not_active(state: IdentityState) -> Problem {
    Problem::conflict("identity_not_active", "This identity is not active").with("state", json!(state.as_str()))
}

/// 409: what was previewed is not what there is any more, or the preview is too old.
pub fn outdated_confirmation() -> Problem {
    Problem::conflict("confirmation_outdated", "Something changed since the preview; look at it again")
}

/// 422: no confirmation that a preview gave.
pub fn no_confirmation() -> Problem {
    Problem::invalid("/confirmation", "must be the one that the preview gave for this scope")
}

/// 422: nobody who can take over.
pub fn no_successor() -> Problem {
    Problem::invalid("/successor", "must be another active identity of the same customer or organisation")
}

/// 409: the account is not this enterprise's alone (decision 14).
pub fn owner_recovers() -> Problem {
    let title = "Only its owner can give this account another password; he does it himself, with a code, at the login page";
    Problem::conflict("owner_recovers", title)
}

/// 409: an address belongs to who proved it.
pub fn address_has_account() -> Problem {
    let title = "There is an account with this address already; sign in to it, and accept this identity there";
    Problem::conflict("address_has_account", title)
}

/// 409: nothing is to be proved in this session.
pub fn nothing_to_prove() -> Problem {
    Problem::conflict("nothing_to_prove", "Replacing this password takes no code")
}

/// 422: replacing a password that staff typed takes a code.
pub fn address_code_needed() -> Problem {
    Problem::invalid("/code", "must be given: ask for one, which goes to your address")
}

/// 409: the address that an identity was opened for was not proved in a way that binding goes by.
pub fn address_not_proved() -> Problem {
    let title = "Prove this address first: ask for a code to it, as if you moved to it";
    Problem::conflict("address_not_proved", title)
}

/// 422: the initial password would reach nobody.
pub fn unreachable() -> Problem {
    Problem::invalid("/initial_password", "must be given: the account has neither phone nor email to send one to")
}

/// 422: the initial password breaks the rule.
pub fn weak_initial_password(fault: PasswordFault) -> Problem {
    Problem::invalid("/initial_password", fault.to_string())
}

/// 422: the new password breaks the rule.
pub fn weak_password(fault: PasswordFault) -> Problem {
    Problem::invalid("/new_password", fault.to_string())
}
