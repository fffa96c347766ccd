//! Lambda `create-customer`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::customers::create_customer::operation())
}
