//! Lambda `change-password`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::password::change_password::operation())
}
