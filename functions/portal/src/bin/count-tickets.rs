//! Lambda `count-tickets`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::home::count_tickets::operation())
}
