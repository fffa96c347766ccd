//! Lambda `ask-customer`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::ask_customer::operation())
}
