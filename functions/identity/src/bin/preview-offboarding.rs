//! Lambda `preview-offboarding`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::leaving::preview_offboarding::operation())
}
