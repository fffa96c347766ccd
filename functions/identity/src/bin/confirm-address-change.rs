//! Lambda `confirm-address-change`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::profile::confirm_address_change::operation())
}
