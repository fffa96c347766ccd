//! Metrics as lines of the log, which CloudWatch reads them out of (embedded metric format): nothing is called, and
//! nothing is lost that is not lost with the log.

use std::io::Write as _;

use foyer_domain::time::Timestamp;
use serde_json::{Map, Value, json};

/// Adds `value` to `name`, by these dimensions. Each pair of values is a metric that is paid for: none of them may be
/// an id.
pub(crate) fn line(namespace: &str, at: Timestamp, name: &str, value: u64, dimensions: &[(&str, &str)]) -> String {
    let names: Vec<&str> = dimensions.iter().map(|(name, _)| *name).collect();
    let metrics = json!([{ "Namespace": namespace, "Dimensions": [names], "Metrics": [{ "Name": name, "Unit": "Count" }] }]);
    let mut line = Map::new();
    line.insert("_aws".to_owned(), json!({ "Timestamp": at.as_millisecond(), "CloudWatchMetrics": metrics }));
    line.insert(name.to_owned(), json!(value));
    line.extend(dimensions.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
    Value::Object(line).to_string()
}

/// Writes a line. A log that takes none is no reason to fail.
pub(crate) fn write(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_cloudwatch_reads() {
        let line =
            line("Foyer/foyer-prod", Timestamp::from_millisecond(7).unwrap(), "Messages", 2, &[("channel", "sms"), ("outcome", "sent")]);
        let expected = json!({
            "_aws": {
                "Timestamp": 7,
                "CloudWatchMetrics": [{
                    "Namespace": "Foyer/foyer-prod",
                    "Dimensions": [["channel", "outcome"]],
                    "Metrics": [{ "Name": "Messages", "Unit": "Count" }],
                }],
            },
            "Messages": 2,
            "channel": "sms",
            "outcome": "sent",
        });
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), expected);
    }
}
