//! Lambda `edit-profile`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::edit_profile::operation())
}
