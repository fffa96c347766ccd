//! Lambda `list-share-candidates`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::shares::list_share_candidates::operation())
}
