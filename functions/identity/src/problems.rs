//! The refusals of this area.

use foyer_domain::identity::password::PasswordFault;
use foyer_kit::Problem;

/// 401: unknown name, wrong password, expired initial password and nothing left to act as are one answer,
/// so that nobody can find out which names exist.
pub fn login_failed() -> Problem {
    Problem::new(http::StatusCode::UNAUTHORIZED, "login_failed", "The login name or the password is wrong")
}

/// 422: the current password does not match.
pub fn wrong_current_password() -> Problem {
    Problem::invalid("/current_password", "is not the current password")
}

/// 422: the new password breaks the rule.
pub fn weak_password(fault: PasswordFault) -> Problem {
    Problem::invalid("/new_password", fault.to_string())
}
