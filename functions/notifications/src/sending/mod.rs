//! SMS and email, and what became of them. Each file is an operation.

pub mod forget_feedback;
pub mod get_silence_report;
pub mod list_deliveries;
pub mod list_held_messages;
pub mod record_feedback;
pub mod record_sms_failures;
pub mod send_email;
pub mod send_sms;

use foyer_kit::Operation;

/// The operations of this folder.
pub fn operations() -> Vec<Operation> {
    vec![
        send_sms::operation(),
        send_email::operation(),
        list_deliveries::operation(),
        list_held_messages::operation(),
        get_silence_report::operation(),
        record_feedback::operation(),
        record_sms_failures::operation(),
        forget_feedback::operation(),
    ]
}
