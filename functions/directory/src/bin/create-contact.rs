//! Lambda `create-contact`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::contacts::create_contact::operation())
}
