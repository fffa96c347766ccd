//! Lambda `list-audit`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_identity::audit::list_audit::operation())
}
