//! Lambda `get-openapi`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_portal::pages::get_openapi::operation())
}
