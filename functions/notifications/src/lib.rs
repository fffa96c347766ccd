//! Relaying events, sending messages, keeping notices, and showing what became of them.

pub mod common;
pub mod events;
pub mod notices;
pub mod sending;

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
    [events::operations(clients), sending::operations(clients), notices::operations()].concat()
}
