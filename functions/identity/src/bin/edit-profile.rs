//! Lambda `edit-profile`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::profile::edit_profile::operation())
}
