//! Lambda `request-address-change`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_identity::profile::request_address_change::operation())
}
