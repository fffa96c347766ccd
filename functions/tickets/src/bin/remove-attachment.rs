//! Lambda `remove-attachment`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::attachments::remove_attachment::operation())
}
