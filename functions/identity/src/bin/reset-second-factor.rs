//! Lambda `reset-second-factor`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::second_factor::reset_second_factor::operation())
}
