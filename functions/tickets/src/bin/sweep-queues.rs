//! Lambda `sweep-queues`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::queues::sweep_queues::operation())
}
