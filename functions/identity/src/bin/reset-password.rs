//! Lambda `reset-password`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::reset_password::operation())
}
