//! Lambda `pass-second-factor`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::second_factor::pass_second_factor::operation())
}
