//! Sending SMS (SNS).

use aws_sdk_sns::Client;
use aws_sdk_sns::types::MessageAttributeValue;
use foyer_domain::address::Phone;

use crate::email::{SendFailure, failure};

/// Sends SMS.
#[derive(Debug, Clone)]
pub struct SmsSender {
    client: Client,
    sender_id: Option<String>,
}

impl SmsSender {
    /// Sends under `sender_id` where the country allows one.
    pub fn new(config: &aws_types::SdkConfig, sender_id: Option<String>) -> Self {
        Self { client: Client::new(config), sender_id }
    }

    /// Sends one message; gives SNS's id of it. Messages are transactional: they go out at night too and
    /// are not dropped for price.
    pub async fn send(&self, to: &Phone, text: &str) -> Result<String, SendFailure> {
        let attribute = |value: &str| MessageAttributeValue::builder().data_type("String").string_value(value).build();
        let refuse = |error: aws_sdk_sns::error::BuildError| SendFailure(error.to_string());
        let mut call = self
            .client
            .publish()
            .phone_number(to.as_str())
            .message(text)
            .message_attributes("AWS.SNS.SMS.SMSType", attribute("Transactional").map_err(refuse)?);
        if let Some(sender_id) = &self.sender_id {
            call = call.message_attributes("AWS.SNS.SMS.SenderID", attribute(sender_id).map_err(refuse)?);
        }
        let answer = call.send().await.map_err(failure)?;
        Ok(answer.message_id.unwrap_or_default())
    }
}
