//! Lambda `list-organisations`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::contacts::list_organisations::operation())
}
