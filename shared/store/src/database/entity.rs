//! Rows of one kind: how a value is written and read back.
//!
//! A row is its value's fields beside `pk`, `sk`, `kind`, `schema` and `version`. `schema` is the shape's
//! number (1 so far): a later shape reads the older ones. `version` counts the row's writes; an update
//! names the one it read.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::item::Item;
pub(crate) use crate::item::{number, text};
use crate::{Key, StoreError, Table};

/// A value that is one row.
pub trait Entity: Serialize + DeserializeOwned {
    /// What the row says it is.
    const KIND: &'static str;
    /// Where it lives.
    const TABLE: Table;

    /// Its key.
    fn key(&self) -> Key;

    /// Index attributes, if it stands in an index.
    fn index(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// When the row may be removed by itself, in seconds since 1970.
    fn expires(&self) -> Option<i64> {
        None
    }
}

/// A value as it was read, with the version that an update of it must name.
#[derive(Debug, Clone)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// How many times the row was written.
    pub version: u64,
}

const SCHEMA: &str = "1";

pub(crate) fn write<T: Entity>(value: &T, version: u64) -> Result<Item, StoreError> {
    let key = value.key();
    let mut item: Item =
        serde_dynamo::to_item(value).map_err(|error| StoreError::Refused(format!("{} cannot be written: {error}", T::KIND)))?;
    item.extend(key.item());
    item.insert("kind".into(), AttributeValue::S(T::KIND.into()));
    item.insert("schema".into(), AttributeValue::N(SCHEMA.into()));
    item.insert("version".into(), AttributeValue::N(version.to_string()));
    for (name, value) in value.index() {
        item.insert(name.into(), AttributeValue::S(value));
    }
    if let Some(expires) = value.expires() {
        item.insert("expires".into(), AttributeValue::N(expires.to_string()));
    }
    Ok(item)
}

pub(crate) fn read<T: Entity>(mut item: Item) -> Result<Versioned<T>, StoreError> {
    let key = Key::of(&item);
    let corrupt = |field: &str, problem: String| StoreError::Corrupt { key: key.clone(), field: field.into(), problem };
    let kind = text(&item, "kind");
    if kind != Some(T::KIND) {
        return Err(corrupt("kind", format!("{kind:?} instead of {:?}", T::KIND)));
    }
    let version = number(&item, "version").ok_or_else(|| corrupt("version", "not a number".into()))?;
    item.retain(|name, _| !matches!(name.as_str(), "pk" | "sk" | "kind" | "schema" | "version" | "expires") && !name.starts_with("gsi"));
    let row = serde_dynamo::AttributeValue::M(serde_dynamo::Item::from(item).into_inner());
    let value = serde_path_to_error::deserialize(serde_dynamo::Deserializer::from_attribute_value(row))
        .map_err(|error| corrupt(&error.path().to_string(), error.inner().to_string()))?;
    Ok(Versioned { value, version })
}
