//! A row as DynamoDB gives it.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// A row as DynamoDB gives it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// A text of a row.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str)
}

/// A number of a row.
pub(crate) fn number(item: &Item, name: &str) -> Option<u64> {
    item.get(name).and_then(|value| value.as_n().ok()).and_then(|number| number.parse().ok())
}
