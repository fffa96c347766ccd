//! Lambda `change-queue-members`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::change_queue_members::operation())
}
