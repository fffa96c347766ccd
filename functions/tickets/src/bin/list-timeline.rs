//! Lambda `list-timeline`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::reading::list_timeline::operation())
}
