//! Lambda `relay-outbox`.

use foyer_kit::config::{Missing, environment};
use foyer_messaging::publisher::Publisher;

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_with(|platform| {
        let topic = environment("EVENTS_TOPIC_ARN").ok_or(Missing("EVENTS_TOPIC_ARN"))?;
        Ok(foyer_notifications::events::relay_outbox::operation(Publisher::new(&platform.service("SNS"), topic)))
    })
}
