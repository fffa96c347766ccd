//! Lambda `list-shares`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::shares::list_shares::operation())
}
