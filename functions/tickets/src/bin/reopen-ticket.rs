//! Lambda `reopen-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::customers::reopen_ticket::operation())
}
