//! Lambda `get-avatar`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::profile::get_avatar::operation())
}
