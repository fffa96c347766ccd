//! Lambda `stop-queue`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::stop_queue::operation())
}
