//! Lambda `send-email`.

use foyer_kit::config::{Missing, environment};
use foyer_messaging::email::EmailSender;

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing_with(|platform| {
        let from = environment("EMAIL_FROM").ok_or(Missing("EMAIL_FROM"))?;
        let sender = EmailSender::new(&platform.service("SES"), from, environment("EMAIL_CONFIGURATION_SET"));
        Ok(foyer_notifications::sending::send_email::operation(sender))
    })
}
