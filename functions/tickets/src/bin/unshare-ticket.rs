//! Lambda `unshare-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::shares::unshare_ticket::operation())
}
