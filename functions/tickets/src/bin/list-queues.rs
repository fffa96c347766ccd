//! Lambda `list-queues`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::list_queues::operation())
}
