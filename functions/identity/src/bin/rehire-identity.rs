//! Lambda `rehire-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::leaving::rehire_identity::operation())
}
