//! Lambda `offboard-identity`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::leaving::offboard_identity::operation())
}
