//! Lambda `renew-recovery-codes`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::second_factor::renew_recovery_codes::operation())
}
