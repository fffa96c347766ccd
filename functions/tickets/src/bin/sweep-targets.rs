//! Lambda `sweep-targets`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::targets::sweep_targets::operation())
}
