//! Lambda `save-draft`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::drafts::save_draft::operation())
}
