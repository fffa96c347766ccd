//! Lambda `offboard-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::offboard_identity::operation())
}
