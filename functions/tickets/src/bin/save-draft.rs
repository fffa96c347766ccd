//! Lambda `save-draft`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::save_draft::operation())
}
