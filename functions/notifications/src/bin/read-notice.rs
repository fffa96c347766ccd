//! Lambda `read-notice`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::notices::read_notice::operation())
}
