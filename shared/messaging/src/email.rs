//! Sending email (SES).

use aws_sdk_ses::Client;
use aws_sdk_ses::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_ses::types::{Body, Content, Destination, Message};
use foyer_domain::address::Email;

/// A message was not taken. The text is kept with the delivery: it holds neither message nor address.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct SendFailure(pub String);

/// What the service's refusal is called. Its sentence is left out, because it may repeat the address.
pub(crate) fn failure<E, R>(error: SdkError<E, R>) -> SendFailure
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug + 'static,
{
    match error.as_service_error() {
        Some(refusal) => SendFailure(refusal.code().unwrap_or("Unknown").to_owned()),
        None => SendFailure(DisplayErrorContext(error).to_string()),
    }
}

/// Sends email.
#[derive(Debug, Clone)]
pub struct EmailSender {
    client: Client,
    from: String,
    configuration_set: Option<String>,
}

impl EmailSender {
    /// Sends from `from`, an address of an identity verified with SES. SES tells the topic of the configuration
    /// set what came back.
    pub fn new(config: &aws_types::SdkConfig, from: String, configuration_set: Option<String>) -> Self {
        Self { client: Client::new(config), from, configuration_set }
    }

    /// Sends one plain-text message, to the address in ASCII; gives SES's id of it.
    pub async fn send(&self, to: &Email, subject: &str, text: &str) -> Result<String, SendFailure> {
        let content = |data: &str| {
            let content = Content::builder().charset("UTF-8").data(data).build();
            content.map_err(|error| SendFailure(error.to_string()))
        };
        let body = Body::builder().text(content(text)?).build();
        let message = Message::builder().subject(content(subject)?).body(body).build();
        let call = self.client.send_email().source(&self.from).destination(Destination::builder().to_addresses(to.ascii()).build());
        let call = call.set_configuration_set_name(self.configuration_set.clone());
        let answer = call.message(message).send().await.map_err(failure)?;
        Ok(answer.message_id)
    }
}
