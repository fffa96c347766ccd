//! Batches from SQS and DynamoDB Streams, with partial answers: what failed comes again, the rest not.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A batch from SQS.
#[derive(Debug, Clone, Deserialize)]
pub struct QueueBatch {
    /// Its messages.
    #[serde(rename = "Records")]
    pub records: Vec<QueueMessage>,
}

/// A message from SQS; of its members only what is used.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueMessage {
    /// Names it in the partial answer.
    pub message_id: String,
    /// The event, as the topic delivers it raw.
    pub body: String,
}

/// A batch from a table's stream.
#[derive(Debug, Clone, Deserialize)]
pub struct StreamBatch {
    /// Its records, in order.
    #[serde(rename = "Records")]
    pub records: Vec<StreamRecord>,
}

/// A record of a stream; of its members only what is used.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamRecord {
    /// Which table it comes from: `arn:…:table/<name>/stream/<label>`.
    #[serde(rename = "eventSourceARN")]
    pub event_source_arn: String,
    /// What changed.
    pub dynamodb: StreamChange,
}

/// A change.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StreamChange {
    /// Names the record in the partial answer.
    pub sequence_number: String,
    /// The row's key, in DynamoDB's JSON.
    #[serde(default)]
    pub keys: Value,
    /// The row after the change, in DynamoDB's JSON.
    pub new_image: Option<Value>,
}

impl StreamRecord {
    /// The name of the table it comes from.
    pub fn table(&self) -> Option<&str> {
        self.event_source_arn.split(":table/").nth(1)?.split('/').next()
    }
}

/// The partial answer: which records are to come again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchAnswer {
    /// Message ids or sequence numbers. A stream comes again from the first of them on.
    pub batch_item_failures: Vec<BatchItemFailure>,
}

/// One record that is to come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchItemFailure {
    /// Its id.
    pub item_identifier: String,
}

impl BatchAnswer {
    /// Marks a record as failed.
    pub fn fail(&mut self, id: &str) {
        self.batch_item_failures.push(BatchItemFailure { item_identifier: id.to_owned() });
    }
}
