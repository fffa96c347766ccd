//! Lambda `get-customer`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::customers::get_customer::operation())
}
