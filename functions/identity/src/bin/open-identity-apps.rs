//! Lambda `open-identity-apps`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::apps::open_identity_apps::operation())
}
