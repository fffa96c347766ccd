//! Lambda `bootstrap-tenant`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing(&foyer_agents::tenants::bootstrap_tenant::operation())
}
