//! Lambda `list-timeline`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::list_timeline::operation())
}
