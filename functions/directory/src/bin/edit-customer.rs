//! Lambda `edit-customer`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::edit_customer::operation())
}
