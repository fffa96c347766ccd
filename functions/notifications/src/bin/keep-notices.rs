//! Lambda `keep-notices`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::notices::keep_notices::operation())
}
