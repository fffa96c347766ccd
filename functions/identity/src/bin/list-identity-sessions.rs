//! Lambda `list-identity-sessions`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::sessions::list_identity_sessions::operation())
}
