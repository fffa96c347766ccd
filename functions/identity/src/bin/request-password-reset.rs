//! Lambda `request-password-reset`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::password::request_password_reset::operation())
}
