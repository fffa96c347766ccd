//! What the area's functions call outside of the system.

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
