//! The published contracts of the domain events: schemas made from the types, and examples written by
//! hand and held against both.

use foyer_messaging::{Envelope, Event};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::Finding;
use crate::tree::Tree;

/// Where they are.
pub const DIRECTORY: &str = "events/domain";

/// The file of an event's schema.
pub fn schema_file(event: &str) -> String {
    format!("{DIRECTORY}/{event}/v1.schema.json")
}

/// The file of an event's example.
pub fn example_file(event: &str) -> String {
    format!("{DIRECTORY}/{event}/v1.example.json")
}

/// The schema of an event's whole envelope, as it stands in its file.
pub fn schema_text(event: &str) -> Result<String, Finding> {
    schema(event).map(|schema| format!("{schema:#}\n"))
}

/// The envelope's schema, with the one variant that is this event.
fn schema(event: &str) -> Result<Value, Finding> {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| settings.inline_subschemas = true);
    let mut whole = settings.into_generator().into_root_schema_for::<Envelope>().to_value();
    let unknown =
        || Finding::new("shared/messaging/src/event.rs", format!("the schema of Envelope has no variant {event}"), "Name it in Event.");
    let variants = whole.as_object_mut().and_then(|schema| schema.remove("oneOf")).ok_or_else(unknown)?;
    let is_it = |variant: &&Value| variant.pointer("/properties/type/const").and_then(Value::as_str) == Some(event);
    let variant = variants.as_array().into_iter().flatten().find(is_it).ok_or_else(unknown)?;
    let properties = merged(&whole["properties"], &variant["properties"]);
    let required: Vec<Value> =
        [&whole["required"], &variant["required"]].into_iter().filter_map(Value::as_array).flatten().cloned().collect();
    let mut made = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:foyer:event:{event}:v1"),
        "title": event,
        "description": variant["description"],
        "type": "object",
        "properties": properties,
        "required": required,
    });
    made["properties"]["version"] = json!({ "description": whole["properties"]["version"]["description"], "const": 1 });
    for of in [&whole, variant] {
        if of.get("additionalProperties") == Some(&json!(false)) {
            made["additionalProperties"] = json!(false);
        }
    }
    Ok(made)
}

fn merged(first: &Value, second: &Value) -> Map<String, Value> {
    let members = [first, second].into_iter().filter_map(Value::as_object).flatten();
    members.map(|(name, member)| (name.clone(), member.clone())).collect()
}

/// What is wrong with the files of the events.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Event::TYPES.iter().flat_map(|event| check_event(tree, event)).collect();
    let unknown = tree.directories(DIRECTORY).into_iter().filter(|name| !Event::TYPES.contains(&name.as_str()));
    findings.extend(
        unknown.map(|name| Finding::new(format!("{DIRECTORY}/{name}"), "is no event", "Remove it, or name the event in Event::TYPES.")),
    );
    findings
}

fn check_event(tree: &Tree, event: &str) -> Vec<Finding> {
    let (schema, text) = match (schema(event), schema_text(event)) {
        (Ok(schema), Ok(text)) => (schema, text),
        (Err(finding), _) | (_, Err(finding)) => return vec![finding],
    };
    let stale = match tree.read(&schema_file(event)) {
        Ok(written) if written == text => None,
        Ok(_) => Some("differs from the type"),
        Err(_) => Some("is missing"),
    };
    let stale = stale.map(|what| {
        Finding::new(schema_file(event), what, "Run `cargo run -p foyer-xtask -- generate`, and see that consumers can live with it.")
    });
    let example = match tree.read(&example_file(event)) {
        Ok(example) => check_example(event, &schema, &example),
        Err(finding) => vec![finding],
    };
    stale.into_iter().chain(example).collect()
}

/// An example must validate, be read by the type, and come back from it as the same text.
fn check_example(event: &str, schema: &Value, text: &str) -> Vec<Finding> {
    let file = example_file(event);
    let finding = |what: String| vec![Finding::new(&file, what, "Correct the example; the type is right.")];
    let example: Value = match serde_json::from_str(text) {
        Ok(example) => example,
        Err(error) => return finding(format!("is not JSON: {error}")),
    };
    let validator = match jsonschema::validator_for(schema) {
        Ok(validator) => validator,
        Err(error) => return finding(format!("the schema is none: {error}")),
    };
    if let Some(error) = validator.iter_errors(&example).next() {
        return finding(format!("breaks the schema at {}: {error}", error.instance_path()));
    }
    let envelope: Envelope = match serde_json::from_value(example) {
        Ok(envelope) => envelope,
        Err(error) => return finding(format!("is not read by the type: {error}")),
    };
    match serde_json::to_value(&envelope) {
        Ok(written) if format!("{written:#}\n") == text => Vec::new(),
        Ok(written) => finding(format!("is written by the type as {written:#}")),
        Err(error) => finding(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = "ticket.submitted";

    fn example() -> String {
        Tree::repository().read(&example_file(EVENT)).unwrap()
    }

    fn findings(change: (&str, &str)) -> String {
        let changed = example().replacen(change.0, change.1, 1);
        assert_ne!(changed, example(), "{change:?} changes nothing");
        check_example(EVENT, &schema(EVENT).unwrap(), &changed).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_schema_is_that_of_one_event() {
        let schema = schema("account.opened").unwrap();
        assert_eq!(schema.pointer("/properties/type/const").unwrap(), "account.opened");
        assert_eq!(schema.pointer("/properties/data/properties/password/properties/key/type").unwrap(), "string");
        assert!(schema["required"].as_array().unwrap().contains(&json!("data")));
    }

    #[test]
    fn an_example_that_does_not_fit_is_found() {
        assert_eq!(check_example(EVENT, &schema(EVENT).unwrap(), &example()), []);
        assert!(findings(("\"title\"", "\"headline\"")).contains("breaks the schema at /data"));
        assert!(findings(("\"version\": 1", "\"version\": 2")).contains("/version"));
        assert!(findings(("\"tkt_", "\"ctc_")).contains("is not read by the type"));
        assert!(findings(("\"version\": 1,", "\"version\": 1, \"more\": true,")).contains("is written by the type as"));
    }

    #[test]
    fn a_stale_schema_and_an_unknown_event_are_found() {
        let directory = tempfile::tempdir().unwrap();
        let tree = Tree::new(directory.path());
        for event in Event::TYPES {
            tree.write(&schema_file(event), &schema_text(event).unwrap()).unwrap();
            tree.write(&example_file(event), &Tree::repository().read(&example_file(event)).unwrap()).unwrap();
        }
        assert_eq!(check(&tree), []);
        tree.write(&schema_file(EVENT), "{}\n").unwrap();
        tree.write(&example_file("ticket.lost"), "{}\n").unwrap();
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.file).collect();
        assert_eq!(found, [schema_file(EVENT), "events/domain/ticket.lost".to_owned()]);
    }
}
