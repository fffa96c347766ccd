//! Lambda `count-notices`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::notices::count_notices::operation())
}
