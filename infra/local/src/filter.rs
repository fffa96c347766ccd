//! Filters by values, or beginnings of them: of a topic's subscription and of a stream's records.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::LocalError;

/// A subscription's filter policy: every attribute that it names has one of the listed values.
#[derive(Debug, Clone)]
pub struct AttributeFilter(Vec<(String, Vec<String>)>);

/// A pattern for stream records: nested names, each ending in a list of values and `prefix`es.
#[derive(Debug, Clone)]
pub struct Pattern(Map<String, Value>);

impl AttributeFilter {
    /// Reads a policy. Operators like `prefix` are not understood.
    pub fn parse(policy: &Value) -> Result<Self, LocalError> {
        let attributes = policy.as_object().ok_or_else(|| unknown(policy))?;
        let rules = attributes.iter().map(|(name, values)| Ok((name.clone(), exact(values)?)));
        Ok(Self(rules.collect::<Result<_, LocalError>>()?))
    }

    /// Whether an event with these attributes passes.
    pub fn passes(&self, attributes: &BTreeMap<String, String>) -> bool {
        self.0.iter().all(|(name, values)| attributes.get(name).is_some_and(|value| values.contains(value)))
    }
}

impl Pattern {
    /// Reads a pattern from its JSON.
    pub fn parse(text: &str) -> Result<Self, LocalError> {
        let pattern: Map<String, Value> = serde_json::from_str(text).map_err(|error| LocalError::Template(format!("Pattern: {error}")))?;
        check(&pattern)?;
        Ok(Self(pattern))
    }

    /// Whether a record matches.
    pub fn matches(&self, record: &Value) -> bool {
        matches(&self.0, record)
    }
}

fn check(pattern: &Map<String, Value>) -> Result<(), LocalError> {
    pattern.values().try_for_each(|part| match part {
        Value::Object(nested) => check(nested),
        Value::Array(values) if values.iter().all(|value| value.is_string() || prefix(value).is_some()) => Ok(()),
        leaf => Err(unknown(leaf)),
    })
}

fn matches(pattern: &Map<String, Value>, record: &Value) -> bool {
    pattern.iter().all(|(name, part)| match (part, record.get(name)) {
        (Value::Object(nested), Some(value)) => matches(nested, value),
        (Value::Array(values), Some(value)) => values.contains(value) || values.iter().any(|wanted| begins(wanted, value)),
        _ => false,
    })
}

/// The beginning that a value must have, if that is what is asked for.
fn prefix(wanted: &Value) -> Option<&str> {
    wanted.as_object().filter(|operators| operators.len() == 1)?.get("prefix")?.as_str()
}

fn begins(wanted: &Value, value: &Value) -> bool {
    prefix(wanted).zip(value.as_str()).is_some_and(|(prefix, text)| text.starts_with(prefix))
}

fn exact(values: &Value) -> Result<Vec<String>, LocalError> {
    let texts = values.as_array().and_then(|values| values.iter().map(|value| value.as_str().map(str::to_owned)).collect());
    texts.ok_or_else(|| unknown(values))
}

fn unknown(filter: &Value) -> LocalError {
    LocalError::Template(format!("the filter {filter} is not understood; only lists of texts are, and in patterns of their beginnings"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_subscription_takes_what_has_one_of_the_values_of_every_attribute() {
        let filter = AttributeFilter::parse(&json!({ "type": ["a", "b"], "version": ["1"] })).unwrap();
        let passes = |attributes: &[(&str, &str)]| {
            filter.passes(&attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        assert!(passes(&[("type", "b"), ("version", "1"), ("tenant", "t")]));
        assert!(!passes(&[("type", "c"), ("version", "1")]));
        assert!(!passes(&[("type", "a")]));
        assert!(AttributeFilter::parse(&json!({ "type": [{ "exists": true }] })).is_err());
    }

    #[test]
    fn a_pattern_matches_nested_values() {
        let pattern = Pattern::parse(r#"{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["outbox"]}}}}"#).unwrap();
        let record = |event: &str, kind: &str| json!({ "eventName": event, "dynamodb": { "NewImage": { "kind": { "S": kind } } } });
        assert!(pattern.matches(&record("INSERT", "outbox")));
        assert!(!pattern.matches(&record("REMOVE", "outbox")));
        assert!(!pattern.matches(&record("INSERT", "account")));
        assert!(!pattern.matches(&json!({ "eventName": "INSERT", "dynamodb": { "Keys": {} } })));
        let removed = Pattern::parse(r#"{"dynamodb":{"Keys":{"sk":{"S":["TICKET",{"prefix":"CONTACT#"}]}}}}"#).unwrap();
        let key = |sk: &str| json!({ "dynamodb": { "Keys": { "sk": { "S": sk } } } });
        assert!(removed.matches(&key("CONTACT#1")) && removed.matches(&key("TICKET")));
        assert!(!removed.matches(&key("OUTBOX")) && !removed.matches(&key("TICKET#")));
        assert!(Pattern::parse(r#"{"a":[{"suffix":"x"}]}"#).is_err());
        assert!(Pattern::parse("nothing").is_err());
    }
}
