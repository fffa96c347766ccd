//! Lambda `remove-avatar`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::profile::remove_avatar::operation())
}
