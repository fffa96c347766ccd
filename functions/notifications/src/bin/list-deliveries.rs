//! Lambda `list-deliveries`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::sending::list_deliveries::operation())
}
