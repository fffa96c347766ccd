//! Lambda `edit-draft`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::drafts::edit_draft::operation())
}
