//! The outbox: an event is written with the change it tells of, and removed when it is published.
//!
//! An outbox row stands in the table of the change. The table's stream brings it to `relay-outbox`; what
//! the relay could not publish is found by `sweep-outbox`, one query per shard.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use foyer_domain::id::EventId;
use foyer_domain::outgoing::OutgoingEvent;
use foyer_domain::time::Timestamp;

use crate::client::Item;
use crate::entity::{number, text};
use crate::key::outbox_pk;
use crate::{Commit, Due, Key, Store, StoreError, Table};

/// What the relay looks for in a stream; also named in the template's filter.
pub const KIND: &str = "outbox";

fn write(event: &OutgoingEvent) -> Item {
    let mut item = Key::outbox(event.event_id).item();
    let texts = [("kind", KIND), ("event_type", event.event_type.as_str()), ("tenant", event.tenant.as_str()), ("body", &event.body)];
    item.extend(texts.map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned()))));
    item.insert("event_version".into(), AttributeValue::N(event.event_version.to_string()));
    item
}

fn read(item: &Item) -> Result<OutgoingEvent, StoreError> {
    let key = Key::of(item);
    let corrupt = |field: &str| StoreError::Corrupt { key: key.clone(), field: field.into(), problem: "missing or malformed".into() };
    let field = |name: &str| text(item, name).map(str::to_owned).ok_or_else(|| corrupt(name));
    Ok(OutgoingEvent {
        event_id: key.sk.parse().map_err(|_| corrupt("sk"))?,
        event_type: field("event_type")?,
        event_version: number(item, "event_version").and_then(|v| u32::try_from(v).ok()).ok_or_else(|| corrupt("event_version"))?,
        tenant: field("tenant")?,
        body: field("body")?,
    })
}

/// Reads a stream record's new image, given as DynamoDB's JSON.
pub fn from_image(image: serde_json::Value) -> Result<OutgoingEvent, StoreError> {
    let refuse = |problem: String| StoreError::Corrupt { key: Key::nothing(), field: "NewImage".into(), problem };
    let image: HashMap<String, TypedValue> = serde_json::from_value(image).map_err(|error| refuse(error.to_string()))?;
    let item: Item = image.into_iter().filter_map(|(name, value)| Some((name, value.plain()?))).collect();
    read(&item)
}

/// A string or number in DynamoDB's JSON; an outbox row has nothing else.
#[derive(serde::Deserialize)]
struct TypedValue {
    #[serde(rename = "S")]
    text: Option<String>,
    #[serde(rename = "N")]
    number: Option<String>,
}

impl TypedValue {
    fn plain(self) -> Option<AttributeValue> {
        self.text.map(AttributeValue::S).or(self.number.map(AttributeValue::N))
    }
}

impl Commit {
    /// Lets an event go out with this change. `table` is the one whose stream carries it.
    pub fn emit(self, table: Table, event: &OutgoingEvent) -> Self {
        self.put_item(table, write(event))
    }
}

impl Store {
    /// Removes what was published. Removing it twice is no error.
    pub async fn clear_outbox(&self, table: Table, event: EventId) -> Result<(), StoreError> {
        self.delete(table, &Key::outbox(event)).await
    }

    /// Events written before `before` that are still there, oldest first: a part of one shard.
    pub async fn outbox_leftovers(
        &self,
        (table, shard): (Table, u64),
        before: Timestamp,
        after: Option<&str>,
    ) -> Result<Due<OutgoingEvent>, StoreError> {
        let (pk, to) = (outbox_pk(shard), EventId::floor(before).to_string());
        self.due_by_key((table, &pk), &to, after, |item| read(&item)).await
    }
}
