//! Lambda `set-avatar`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::profile::set_avatar::operation())
}
