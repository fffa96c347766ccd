//! Lambda `list-notices`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::notices::list_notices::operation())
}
