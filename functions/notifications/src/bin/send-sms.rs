//! Lambda `send-sms`.

use foyer_kit::config::environment;
use foyer_messaging::sms::SmsSender;

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_sealing_with(|platform| {
        let sender = SmsSender::new(&platform.service("SNS"), environment("SMS_SENDER_ID"));
        Ok(foyer_notifications::sending::send_sms::operation(sender))
    })
}
