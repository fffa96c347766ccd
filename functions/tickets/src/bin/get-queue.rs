//! Lambda `get-queue`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::get_queue::operation())
}
