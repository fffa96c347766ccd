//! Relaying events, sending messages, keeping notices, and showing what became of them.

pub mod count_notices;
pub mod deliver;
pub mod forget_feedback;
pub mod get_silence_report;
pub mod keep_notices;
pub mod list_deliveries;
pub mod list_held_messages;
pub mod list_notices;
pub mod plan;
pub mod read_all_notices;
pub mod read_notice;
pub mod record_feedback;
pub mod record_sms_failures;
pub mod relay;
pub mod relay_outbox;
pub mod returned;
pub mod send_email;
pub mod send_sms;
pub mod sweep_outbox;
pub mod views;

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
        keep_notices::operation(),
        list_deliveries::operation(),
        list_held_messages::operation(),
        get_silence_report::operation(),
        list_notices::operation(),
        count_notices::operation(),
        read_notice::operation(),
        read_all_notices::operation(),
        record_feedback::operation(),
        record_sms_failures::operation(),
        forget_feedback::operation(),
    ]
}
