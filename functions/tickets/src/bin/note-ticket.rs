//! Lambda `note-ticket`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::note_ticket::operation())
}
