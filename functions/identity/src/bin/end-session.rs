//! Lambda `end-session`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::sessions::end_session::operation())
}
