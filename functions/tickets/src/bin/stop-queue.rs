//! Lambda `stop-queue`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::stop_queue::operation())
}
