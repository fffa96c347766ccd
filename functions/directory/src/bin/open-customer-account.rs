//! Lambda `open-customer-account`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_directory::accounts::open_customer_account::operation())
}
