//! Lambda `urge-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::customers::urge_ticket::operation())
}
