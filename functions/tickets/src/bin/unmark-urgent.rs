//! Lambda `unmark-urgent`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::agents::unmark_urgent::operation())
}
