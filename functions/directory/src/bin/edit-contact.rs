//! Lambda `edit-contact`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::contacts::edit_contact::operation())
}
