//! Lambda `send-email`.

use foyer_kit::config::{Missing, environment};
use foyer_messaging::email::EmailSender;

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing_with(|platform| {
        let from = environment("EMAIL_FROM").ok_or(Missing("EMAIL_FROM"))?;
        Ok(foyer_notifications::send_email::operation(EmailSender::new(&platform.service("SES"), from)))
    })
}
