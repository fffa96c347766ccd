//! Lambda `watch-queues`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::watch_queues::operation())
}
