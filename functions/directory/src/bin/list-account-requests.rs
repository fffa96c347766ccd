//! Lambda `list-account-requests`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_directory::accounts::list_account_requests::operation())
}
