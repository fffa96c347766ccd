//! Lambda `delete-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::leaving::delete_identity::operation())
}
