//! Lambda `get-home`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::home::get_home::operation())
}
