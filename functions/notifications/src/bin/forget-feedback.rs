//! Lambda `forget-feedback`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::forget_feedback::operation())
}
