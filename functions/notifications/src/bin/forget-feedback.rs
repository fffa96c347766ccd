//! Lambda `forget-feedback`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::sending::forget_feedback::operation())
}
