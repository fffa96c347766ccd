//! Lambda `submit-draft`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::drafts::submit_draft::operation())
}
