//! Lambda `switch-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::sessions::switch_identity::operation())
}
