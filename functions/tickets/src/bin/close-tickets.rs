//! Lambda `close-tickets`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::targets::close_tickets::operation())
}
