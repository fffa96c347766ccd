//! Lambda `confirm-password-reset`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::password::confirm_password_reset::operation())
}
