//! Lambda `list-held-messages`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::sending::list_held_messages::operation())
}
