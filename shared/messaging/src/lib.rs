//! Messages: the events that areas exchange, secrets sealed in them, and the SMS and email they cause.

pub mod email;
pub mod event;
pub mod feedback;
pub mod gsm;
pub mod publisher;
pub mod seal;
pub mod sms;
pub mod texts;

pub use event::{Envelope, Event};
