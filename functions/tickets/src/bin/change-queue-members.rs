//! Lambda `change-queue-members`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::change_queue_members::operation())
}
