//! `events/samples/<operation>/<case>.json`: what AWS gives each function, as files to invoke it with.
//!
//! A case whose name begins with `refused` is refused by the function, whatever the data; every other
//! case is one that the function takes.

use std::sync::Arc;

use foyer_kit::batch::{QueueBatch, StreamBatch};
use foyer_kit::intake::JSON;
use foyer_kit::operation::HttpOperation;
use foyer_kit::passwords::Cost;
use foyer_kit::system::{OsEntropy, SystemClock};
use foyer_kit::token::Token;
use foyer_kit::{Config, Deps, Run, Wiring};
use foyer_messaging::Envelope;
use foyer_messaging::feedback::{of_email, of_sms};
use foyer_store::Store;
use serde_json::{Map, Value, json};

use crate::Finding;
use crate::deployed::{Deployed, Invoked};
use crate::openapi;
use crate::registry::{Registered, nowhere};
use crate::tree::Tree;

/// Where they are.
pub const DIRECTORY: &str = "events/samples";

/// One sample.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The operation that it is for.
    pub operation: String,
    /// Its name.
    pub case: String,
    /// What is in the file.
    pub text: String,
}

impl Sample {
    /// Where it is.
    pub fn file(&self) -> String {
        format!("{DIRECTORY}/{}/{}.json", self.operation, self.case)
    }

    fn refused(&self) -> bool {
        self.case.starts_with("refused")
    }

    fn finding(&self, what: impl Into<String>) -> Finding {
        Finding::new(self.file(), what, "Correct the sample; events/README.md says what it must be.")
    }
}

/// All samples.
pub fn read(tree: &Tree) -> Result<Vec<Sample>, Finding> {
    let mut samples = Vec::new();
    for operation in tree.directories(DIRECTORY) {
        for name in tree.files(&format!("{DIRECTORY}/{operation}")) {
            let text = tree.read(&format!("{DIRECTORY}/{operation}/{name}"))?;
            let case = name.strip_suffix(".json").unwrap_or(&name).to_owned();
            samples.push(Sample { operation: operation.clone(), case, text });
        }
    }
    Ok(samples)
}

/// Every operation has samples, every sample has an operation.
pub fn complete(samples: &[Sample], registered: &[Registered]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in registered {
        let name = one.operation.name;
        let mut own = samples.iter().filter(|sample| sample.operation == name).peekable();
        let directory = format!("{DIRECTORY}/{name}");
        let has_cases = own.peek().is_some();
        let (refused, taken): (Vec<&Sample>, Vec<&Sample>) = own.partition(|sample| sample.refused());
        if !has_cases || taken.is_empty() {
            findings.push(Finding::new(&directory, "has no sample that is taken", "Write good.json."));
        }
        if matches!(one.operation.run, Run::Http(_)) && refused.is_empty() {
            findings.push(Finding::new(&directory, "has no sample that is refused", "Write refused.json."));
        }
    }
    let unknown = samples.iter().filter(|sample| !registered.iter().any(|one| one.operation.name == sample.operation));
    findings.extend(unknown.map(|sample| Finding::new(sample.file(), "is for no operation", "Remove it, or rename its directory.")));
    findings
}

/// Every sample is what its function is given and does what its name says.
pub async fn fit(samples: &[Sample], registered: &[Registered], deployed: &Deployed) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sample in samples {
        let Some(one) = registered.iter().find(|one| one.operation.name == sample.operation) else { continue };
        let outcome = match &one.operation.run {
            Run::Http(http) => request(sample, http, deployed).await,
            Run::Event(_) => event(sample, deployed),
        };
        findings.extend(outcome.err().map(|what| sample.finding(what)));
    }
    findings
}

async fn request(sample: &Sample, http: &HttpOperation, deployed: &Deployed) -> Result<(), String> {
    let Some((method, path)) = deployed.route(&sample.operation) else { return Ok(()) };
    let event: Value = serde_json::from_str(&sample.text).map_err(|error| format!("is not JSON: {error}"))?;
    let contract = (http.contract)(&mut schemars::SchemaGenerator::default());
    let is_json = contract.media_types == [JSON];
    shape(&event, method, path, is_json)?;
    let request = lambda_http::request::from_str(&sample.text).map_err(|error| format!("is no event of API Gateway: {error}"))?;
    let signed_in = contract.signed_in;
    let token = token(&event)?;
    let broken = if is_json { broken(&event, http) } else { None };
    match (sample.refused(), broken) {
        (false, _) if signed_in && token.is_none() => Err("has no token, so it is refused".into()),
        (false, Some(rule)) => Err(format!("breaks the rule: {rule}")),
        (false, None) => Ok(()),
        (true, Some(_)) if signed_in && token.is_some() => Ok(()),
        (true, broken) if broken.is_some() || (signed_in && token.is_none()) => {
            let platform = nowhere().map_err(|finding| finding.what)?;
            let lookup = |name: &str| Some(name.to_owned());
            let handler = (http.make)(&Wiring::new(&platform, &lookup)).map_err(|missing| missing.to_string())?;
            let status = handler(unconnected()?, request).await.status();
            if status.is_client_error() { Ok(()) } else { Err(format!("is answered with {status}, not refused")) }
        }
        (true, _) => Err("has nothing that must be refused".into()),
    }
}

/// What API Gateway would make of a request to this route.
fn shape(event: &Value, method: &str, path: &str, is_json: bool) -> Result<(), String> {
    let raw = event["rawPath"].as_str().unwrap_or("");
    let parameters = path_parameters(path, raw).ok_or_else(|| format!("has the rawPath {raw}, which is not of the route {path}"))?;
    let query = event["rawQueryString"].as_str().unwrap_or("");
    let query: Map<String, Value> =
        form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect();
    let or_absent = |members: Map<String, Value>| if members.is_empty() { Value::Null } else { Value::Object(members) };
    let key = json!(format!("{method} {path}"));
    for (pointer, expected) in [
        ("/version", json!("2.0")),
        ("/routeKey", key.clone()),
        ("/requestContext/routeKey", key),
        ("/requestContext/http/method", json!(method)),
        ("/requestContext/http/path", json!(raw)),
        ("/pathParameters", or_absent(parameters)),
        ("/queryStringParameters", or_absent(query)),
        ("/isBase64Encoded", json!(!is_json)),
    ] {
        let found = event.pointer(pointer).unwrap_or(&Value::Null);
        if *found != expected {
            return Err(format!("has {found} at {pointer}, where the route and the path give {expected}"));
        }
    }
    Ok(())
}

/// The values of a route's parameters in a path; `None` if the path is not the route's.
fn path_parameters(route: &str, path: &str) -> Option<Map<String, Value>> {
    let wanted: Vec<&str> = route.split('/').collect();
    // A greedy parameter takes the rest.
    let most = if route.ends_with("+}") { wanted.len() } else { usize::MAX };
    let given: Vec<&str> = path.splitn(most, '/').collect();
    let mut found = Map::new();
    for (wanted, given) in wanted.iter().zip(&given) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => drop(
                found.insert(name.trim_end_matches('+').to_owned(), percent_encoding::percent_decode_str(given).decode_utf8().ok()?.into()),
            ),
            None if wanted == given => {}
            None => return None,
        }
    }
    (wanted.len() == given.len()).then_some(found)
}

/// The token that the event presents, in header or cookie.
fn token(event: &Value) -> Result<Option<Token>, String> {
    let header = event.pointer("/headers/authorization").and_then(Value::as_str).map(|value| value.trim_start_matches("Bearer "));
    let mut cookies = event["cookies"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let cookie = cookies.find_map(|cookie| cookie.strip_prefix(foyer_kit::token::COOKIE)?.strip_prefix('='));
    match header.or(cookie) {
        None => Ok(None),
        Some(text) => Token::parse(text).map(Some).ok_or_else(|| "has a token that cannot be one".to_owned()),
    }
}

/// How the event's input breaks the contract, if it does.
fn broken(event: &Value, http: &HttpOperation) -> Option<String> {
    let contract = openapi::input(http);
    let mut given = match event["body"].as_str() {
        None => Map::new(),
        Some(body) => match serde_json::from_str(body) {
            Ok(Value::Object(body)) => body,
            _ => return Some("the body is no JSON object".into()),
        },
    };
    for (name, text) in ["queryStringParameters", "pathParameters"].iter().filter_map(|place| event[*place].as_object()).flatten() {
        let is_number = contract.properties.get(name).is_some_and(|schema| schema["type"] == "integer");
        let number = text.as_str().and_then(|text| text.parse::<i64>().ok()).filter(|_| is_number);
        given.insert(name.clone(), number.map_or_else(|| text.clone(), Value::from));
    }
    let schema = json!({
        "type": "object",
        "properties": contract.properties,
        "required": contract.required,
        "additionalProperties": false,
    });
    match jsonschema::validator_for(&schema) {
        Ok(validator) => validator.iter_errors(&Value::Object(given)).next().map(|error| error.to_string()),
        Err(error) => Some(error.to_string()),
    }
}

/// What a handler works with where no database answers: enough for what is refused before one is asked.
fn unconnected() -> Result<Deps, String> {
    let platform = nowhere().map_err(|finding| finding.what)?;
    let value = |name: &str| if name == "SMS_COUNTRIES" { "CN".to_owned() } else { name.to_owned() };
    let config = Config::from_lookup(|name| Some(value(name))).map_err(|wrong| wrong.to_string())?;
    let store = Store::connect(&platform.service("DYNAMODB"), config.tables.clone());
    Deps::new(store, config, Arc::new(SystemClock), Arc::new(OsEntropy), Cost::DEPLOYED).map_err(|problem| format!("{problem:?}"))
}

fn event(sample: &Sample, deployed: &Deployed) -> Result<(), String> {
    let event: Value = serde_json::from_str(&sample.text).map_err(|error| format!("is not JSON: {error}"))?;
    match deployed.function(&sample.operation).map(|function| &function.trigger) {
        None => Ok(()),
        Some(None) => direct(sample, event),
        Some(Some(Invoked::Queue(_))) if sample.operation == "record-feedback" => feedback(event),
        Some(Some(Invoked::Queue(queue))) => messages(event, &deployed.types_of(queue)),
        Some(Some(Invoked::Stream)) => changes(event),
        Some(Some(Invoked::Schedule)) if event["source"] == "aws.events" && event["detail-type"] == "Scheduled Event" => Ok(()),
        Some(Some(Invoked::Schedule)) => Err("is no event of a schedule: source and detail-type are not its".into()),
        Some(Some(Invoked::Route { .. })) => Err("is for an operation that takes events and has a route".into()),
    }
}

/// Inputs of operations that are invoked by hand.
fn direct(sample: &Sample, event: Value) -> Result<(), String> {
    let read = match sample.operation.as_str() {
        "bootstrap-tenant" => serde_json::from_value::<foyer_agents::tenants::bootstrap_tenant::Input>(event).map(drop),
        "rebuild-home" => serde_json::from_value::<foyer_portal::home::rebuild_home::Input>(event).map(drop),
        "rebuild-finds" => serde_json::from_value::<foyer_portal::find::rebuild_finds::Input>(event).map(drop),
        "forget-feedback" => serde_json::from_value::<foyer_notifications::sending::forget_feedback::Input>(event).map(drop),
        "record-sms-failures" => return failed_sms(sample, event),
        _ => return Err("is for an operation without a trigger whose Input infra/xtask/src/samples.rs does not know".into()),
    };
    match (sample.refused(), read) {
        (false, Err(why)) => Err(format!("is refused: {why}")),
        (true, Ok(())) => Err("is not refused".into()),
        _ => Ok(()),
    }
}

/// Lines that can be unpacked and read.
fn failed_sms(sample: &Sample, event: Value) -> Result<(), String> {
    let input: foyer_notifications::sending::record_sms_failures::Input =
        serde_json::from_value(event).map_err(|error| error.to_string())?;
    let lines = foyer_notifications::sending::record_sms_failures::unpack(&input.awslogs.data);
    let read = lines.map_err(|error| error.to_string()).and_then(|lines| {
        let mut read = lines.iter().map(|line| of_sms(line).map(drop));
        read.try_for_each(|line| line.map_err(|error| error.to_string()))
    });
    if read.is_ok() == sample.refused() { Err(format!("does not do what its name says: {read:?}")) } else { Ok(()) }
}

/// What SES says.
fn feedback(event: Value) -> Result<(), String> {
    for message in batch(event)?.records {
        of_email(&message.body).map_err(|error| format!("has a body that is no event of SES: {error}"))?;
    }
    Ok(())
}

fn batch(event: Value) -> Result<QueueBatch, String> {
    if event.pointer("/Records/0/eventSource") != Some(&json!("aws:sqs")) {
        return Err("is no batch of SQS: /Records/0/eventSource is not aws:sqs".into());
    }
    serde_json::from_value(event).map_err(|error| format!("is no batch of SQS: {error}"))
}

fn messages(event: Value, types: &[&str]) -> Result<(), String> {
    for message in batch(event)?.records {
        let envelope = envelope(&message.body)?;
        let kind = envelope.event.event_type();
        if !types.contains(&kind) {
            return Err(format!("has {kind}, which its queue does not get"));
        }
    }
    Ok(())
}

fn changes(event: Value) -> Result<(), String> {
    let batch: StreamBatch = serde_json::from_value(event).map_err(|error| format!("is no batch of a stream: {error}"))?;
    if batch.records.is_empty() {
        return Err("has no records".into());
    }
    for record in batch.records {
        if record.table().is_none() {
            return Err("has a record of no table".into());
        }
        // What is found follows the records themselves, by their keys alone; all else reads outboxes.
        if foyer_store::finds::record_of_key(&record.dynamodb.keys).is_some() {
            continue;
        }
        let outgoing = foyer_store::outbox::from_image(record.dynamodb.new_image.unwrap_or_default()).map_err(|error| error.to_string())?;
        let envelope = envelope(&outgoing.body)?;
        let same = (envelope.id, envelope.tenant_id.to_string(), envelope.version, envelope.event.event_type());
        if same != (outgoing.event_id, outgoing.tenant, outgoing.event_version, outgoing.event_type.as_str()) {
            return Err("has a row that says another thing than its body".into());
        }
    }
    Ok(())
}

fn envelope(body: &str) -> Result<Envelope, String> {
    serde_json::from_str(body).map_err(|error| format!("has a body that is no event: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Facts;

    fn facts() -> Facts {
        Facts::gather(&Tree::repository()).unwrap()
    }

    /// The findings about one sample with a change.
    async fn changed(facts: &Facts, operation: &str, case: &str, change: (&str, &str)) -> String {
        let mut sample = facts.samples.iter().find(|sample| sample.operation == operation && sample.case == case).unwrap().clone();
        let text = sample.text.replace(change.0, change.1);
        assert_ne!(text, sample.text, "{change:?} changes nothing");
        sample.text = text;
        fit(&[sample], &facts.registered, &facts.deployed).await.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn missing_and_unknown_samples_are_found() {
        let mut facts = facts();
        facts.samples.retain(|sample| sample.operation != "login" && sample.file() != "events/samples/get-me/refused.json");
        facts.samples.push(Sample { operation: "log-in".into(), case: "good".into(), text: "{}".into() });
        let found: Vec<String> = complete(&facts.samples, &facts.registered).into_iter().map(|finding| finding.file).collect();
        let expected =
            ["events/samples/login", "events/samples/login", "events/samples/get-me", "events/samples/log-in/good.json"].map(str::to_owned);
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_request_that_its_route_would_not_make_is_found() {
        let facts = facts();
        assert!(changed(&facts, "get-contact", "good", ("GET /api/contacts/{contact_id}", "GET /api/contact")).await.contains("/routeKey"));
        assert!(
            changed(&facts, "get-contact", "good", ("\"rawPath\": \"/api/contacts", "\"rawPath\": \"/api/people"))
                .await
                .contains("rawPath")
        );
        assert!(changed(&facts, "get-contact", "good", ("\"contact_id\"", "\"id\"")).await.contains("/pathParameters"));
        assert!(changed(&facts, "submit-ticket", "good", ("\\\"title\\\"", "\\\"headline\\\"")).await.contains("breaks the rule"));
        assert!(changed(&facts, "submit-ticket", "good", ("\"authorization\"", "\"x-nothing\"")).await.contains("has no token"));
        assert!(changed(&facts, "login", "good", ("\"body\"", "\"corpse\"")).await.contains("breaks the rule"));
    }

    #[tokio::test]
    async fn a_refused_request_with_nothing_wrong_is_found() {
        let facts = facts();
        let mut good = facts.samples.iter().find(|sample| sample.operation == "login" && sample.case == "good").unwrap().clone();
        good.case = "refused".into();
        let found = fit(&[good], &facts.registered, &facts.deployed).await;
        assert_eq!(found.first().map(|finding| finding.what.as_str()), Some("has nothing that must be refused"));
    }

    #[tokio::test]
    async fn events_that_their_triggers_would_not_bring_are_found() {
        let facts = facts();
        assert!(changed(&facts, "send-sms", "good", ("aws:sqs", "aws:sns")).await.contains("no batch of SQS"));
        assert!(changed(&facts, "send-sms", "good", ("account.opened", "account_request.approved")).await.contains("no event"));
        assert!(changed(&facts, "relay-outbox", "good", ("\"event_type\"", "\"kind_of_event\"")).await.contains("event_type"));
        assert!(changed(&facts, "sweep-queues", "good", ("aws.events", "aws.s3")).await.contains("schedule"));
        assert!(changed(&facts, "bootstrap-tenant", "first", ("\"queue_name\"", "\"queue\"")).await.contains("is refused"));
    }
}
