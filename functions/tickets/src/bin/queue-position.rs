//! Lambda `queue-position`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::reading::queue_position::operation())
}
