//! Lambda `list-contacts`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::contacts::list_contacts::operation())
}
