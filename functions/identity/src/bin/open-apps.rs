//! Lambda `open-apps`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::apps::open_apps::operation())
}
