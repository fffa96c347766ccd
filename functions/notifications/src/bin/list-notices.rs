//! Lambda `list-notices`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::list_notices::operation())
}
