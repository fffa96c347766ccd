//! Lambda `get-open-apps`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::apps::get_open_apps::operation())
}
