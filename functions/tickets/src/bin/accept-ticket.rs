//! Lambda `accept-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::accept_ticket::operation())
}
