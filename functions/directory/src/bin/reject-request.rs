//! Lambda `reject-request`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::accounts::reject_request::operation())
}
