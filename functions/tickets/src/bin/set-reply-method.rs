//! Lambda `set-reply-method`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_tickets::customers::set_reply_method::operation())
}
