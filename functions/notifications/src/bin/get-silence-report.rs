//! Lambda `get-silence-report`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::sending::get_silence_report::operation())
}
