//! Lambda `approve-request`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_directory::approve_request::operation())
}
