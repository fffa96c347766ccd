//! Lambda `reset-password`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::password::reset_password::operation())
}
