//! Publishing events to the topic (SNS).

use std::collections::HashSet;

use aws_sdk_sns::Client;
use aws_sdk_sns::error::DisplayErrorContext;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use foyer_domain::id::EventId;
use foyer_domain::outgoing::OutgoingEvent;

/// Most events that SNS takes in one call.
pub const BATCH: usize = 10;

/// Publishes to one topic.
#[derive(Debug, Clone)]
pub struct Publisher {
    client: Client,
    topic: String,
}

impl Publisher {
    /// Publishes to the topic with this ARN.
    pub fn new(config: &aws_types::SdkConfig, topic: String) -> Self {
        Self { client: Client::new(config), topic }
    }

    /// Publishes up to [`BATCH`] events in one call and answers which ones the topic took. A call that
    /// failed as a whole took none; why is logged here.
    pub async fn publish(&self, rows: &[OutgoingEvent]) -> HashSet<EventId> {
        let entries: Result<Vec<_>, _> = rows.iter().map(entry).collect();
        let outcome = match entries {
            Ok(entries) => {
                let call = self.client.publish_batch().topic_arn(&self.topic).set_publish_batch_request_entries(Some(entries));
                call.send().await.map_err(|error| DisplayErrorContext(error).to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        match outcome {
            Err(error) => {
                tracing::warn!(error, "the topic took no event of a batch");
                HashSet::new()
            }
            Ok(answer) => {
                for failed in answer.failed() {
                    tracing::warn!(event = failed.id(), code = failed.code(), "the topic did not take an event");
                }
                answer.successful().iter().filter_map(|taken| taken.id()?.parse().ok()).collect()
            }
        }
    }
}

/// Consumers filter by the attributes.
fn entry(row: &OutgoingEvent) -> Result<PublishBatchRequestEntry, aws_sdk_sns::error::BuildError> {
    let text = |value: &str| MessageAttributeValue::builder().data_type("String").string_value(value).build();
    PublishBatchRequestEntry::builder()
        .id(row.event_id.to_string())
        .message(&row.body)
        .message_attributes("type", text(&row.event_type)?)
        .message_attributes("version", text(&row.event_version.to_string())?)
        .message_attributes("tenant", text(&row.tenant)?)
        .build()
}
