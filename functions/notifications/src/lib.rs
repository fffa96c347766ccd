//! Relaying events and sending messages.

pub mod deliver;
pub mod plan;
pub mod relay;
pub mod relay_outbox;
pub mod send_email;
pub mod send_sms;
pub mod sweep_outbox;

use foyer_kit::Operation;
use foyer_messaging::email::EmailSender;
use foyer_messaging::publisher::Publisher;
use foyer_messaging::sms::SmsSender;

/// The outside services that the area's functions call; each binary is wired with its own.
#[derive(Debug, Clone)]
pub struct Clients {
    /// The topic.
    pub publisher: Publisher,
    /// SMS.
    pub sms: SmsSender,
    /// Email.
    pub email: EmailSender,
}

/// The registry of the area.
pub fn operations(clients: &Clients) -> Vec<Operation> {
    vec![
        relay_outbox::operation(clients.publisher.clone()),
        sweep_outbox::operation(clients.publisher.clone()),
        send_sms::operation(clients.sms.clone()),
        send_email::operation(clients.email.clone()),
    ]
}
