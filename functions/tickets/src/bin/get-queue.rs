//! Lambda `get-queue`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::get_queue::operation())
}
