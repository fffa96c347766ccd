//! Lambda `remove-avatar`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::remove_avatar::operation())
}
