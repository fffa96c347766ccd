//! Lambda `queue-position`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queue_position::operation())
}
