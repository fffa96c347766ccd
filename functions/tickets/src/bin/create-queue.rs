//! Lambda `create-queue`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::create_queue::operation())
}
