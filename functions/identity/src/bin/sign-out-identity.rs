//! Lambda `sign-out-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::sessions::sign_out_identity::operation())
}
