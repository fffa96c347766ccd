//! Lambda `list-customers`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::customers::list_customers::operation())
}
