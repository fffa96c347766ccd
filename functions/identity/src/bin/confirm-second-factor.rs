//! Lambda `confirm-second-factor`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::second_factor::confirm_second_factor::operation())
}
