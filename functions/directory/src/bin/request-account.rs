//! Lambda `request-account`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::accounts::request_account::operation())
}
