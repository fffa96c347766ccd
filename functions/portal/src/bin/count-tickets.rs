//! Lambda `count-tickets`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::count_tickets::operation())
}
