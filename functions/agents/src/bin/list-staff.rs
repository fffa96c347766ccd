//! Lambda `list-staff`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_agents::staff::list_staff::operation())
}
