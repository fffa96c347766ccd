//! Lambda `end-other-sessions`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::end_other_sessions::operation())
}
