//! Lambda `list-drafts`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::drafts::list_drafts::operation())
}
