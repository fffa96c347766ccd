//! Lambda `reply-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::reply_ticket::operation())
}
