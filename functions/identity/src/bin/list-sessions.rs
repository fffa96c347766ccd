//! Lambda `list-sessions`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::list_sessions::operation())
}
