//! Lambda `end-other-sessions`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::sessions::end_other_sessions::operation())
}
