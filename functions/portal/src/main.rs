//! The program of all Lambda functions of the area; the `Handler` of each names the operation that it runs.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::operations())
}
