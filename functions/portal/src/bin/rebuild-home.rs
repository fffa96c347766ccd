//! Lambda `rebuild-home`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::home::rebuild_home::operation())
}
