//! Lambda `approve-request`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_directory::accounts::approve_request::operation())
}
