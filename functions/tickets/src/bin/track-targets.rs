//! Lambda `track-targets`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::targets::track_targets::operation())
}
