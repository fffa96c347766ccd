//! Lambda `unmark-urgent`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::unmark_urgent::operation())
}
