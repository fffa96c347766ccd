//! Lambda `mark-urgent`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::mark_urgent::operation())
}
