//! The OpenAPI document, from the contracts in the registries, the template's routes and the code's refusals.

use std::collections::{BTreeMap, BTreeSet};

use foyer_kit::Run;
use foyer_kit::content::Answered;
use foyer_kit::intake::JSON;
use foyer_kit::operation::{Contract, HttpOperation};
use foyer_kit::token::COOKIE;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::deployed::Deployed;
use crate::problems::{self, Problems};
use crate::registry::Registered;
use crate::sources::{Area, Reached};
use crate::{Finding, camel};

/// What is below this is the API; other routes are pages.
const API: &str = "/api/";

/// Where it is.
pub const FILE: &str = "functions/portal/openapi.json";

/// What operations refer to.
struct Shared {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
}

/// An operation with everything that describes it.
struct Described<'a> {
    registered: &'a Registered,
    contract: HttpOperation,
    method: &'a str,
    path: &'a str,
    reached: Reached,
}

/// What an operation takes, apart from its path: where it goes depends on the method.
#[derive(Debug, Clone)]
pub struct Input {
    /// The properties, by name.
    pub properties: Map<String, Value>,
    /// Those that must be there.
    pub required: Vec<String>,
}

/// The document as it stands in its file.
pub fn text(registered: &[Registered], deployed: &Deployed, areas: &BTreeMap<String, Area>) -> Result<String, Finding> {
    document(registered, deployed, areas).map(|document| format!("{document:#}\n"))
}

fn document(registered: &[Registered], deployed: &Deployed, areas: &BTreeMap<String, Area>) -> Result<Value, Finding> {
    let mut shared = Shared { schemas: Map::from_iter([("Problem".to_owned(), problem_schema())]), responses: Map::new() };
    let mut paths: Map<String, Value> = Map::new();
    for one in registered {
        let Run::Http(contract) = &one.operation.run else { continue };
        // Without a route it is not in the API; that is another check's finding.
        let Some((method, path)) = deployed.route(one.operation.name).filter(|(_, path)| path.starts_with(API)) else { continue };
        let reached = areas.get(one.area).cloned().unwrap_or_default().reached(one.operation.name);
        let described = Described { registered: one, contract: contract.clone(), method, path, reached };
        let operation = described.operation(&mut shared)?;
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method.to_lowercase()] = operation;
    }
    shared.schemas.sort_keys();
    shared.responses.sort_keys();
    let has_routes = |area: &str| registered.iter().any(|one| one.area == area && deployed.route(one.operation.name).is_some());
    let tags = areas.iter().filter(|(area, _)| has_routes(area)).map(|(area, of)| json!({ "name": area, "description": of.about }));
    let tags: Vec<Value> = tags.collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Foyer",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": shared.schemas,
            "responses": shared.responses,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "The token that `login` answers with." },
                "cookie": { "type": "apiKey", "in": "cookie", "name": COOKIE, "description": "The cookie that `login` sets, for the portal." },
            },
            "parameters": { "IdempotencyKey": idempotency_key() },
            "headers": {
                "RetryAfter": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } },
                "Location": { "description": "Where the new thing is.", "schema": { "type": "string" } },
                "SetCookie": { "description": "Sets or removes the session cookie.", "schema": { "type": "string" } },
            },
        },
    }))
}

const ABOUT: &str = "Customer accounts, portal and tickets. Times are RFC 3339 in UTC, phone numbers E.164, ids prefixed texts. \
                     What a caller may not know of is 404. Refusals are problem documents (RFC 9457) with a stable `code`.";

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes the request repeatable: the same key and request get the same answer, once done.",
        "schema": { "type": "string", "minLength": 8, "maxLength": 200 },
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "Why a request was not done. Some codes bring members of their own.",
        "properties": {
            "type": { "type": "string", "description": "`urn:foyer:problem:` and the code." },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "Stable; translate by it." },
            "detail": { "type": "string" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "pointer": { "type": "string", "description": "A JSON pointer into the request." },
                        "detail": { "type": "string" },
                    },
                    "required": ["pointer", "detail"],
                },
            },
            "request_id": { "type": "string", "description": "Names the request in our log." },
        },
        "required": ["type", "title", "status", "code", "request_id"],
    })
}

impl Described<'_> {
    fn operation(&self, shared: &mut Shared) -> Result<Value, Finding> {
        let name = self.registered.operation.name;
        let input = input(&self.contract);
        let (in_path, rest): (Vec<_>, Vec<_>) = input.properties.into_iter().partition(|(name, _)| self.in_path(name));
        if let Some(missing) = parameters_of(self.path).find(|wanted| !in_path.iter().any(|(name, _)| name == wanted)) {
            let what = format!("{name}: the path {} has {{{missing}}}, which its Input has not", self.path);
            return Err(Finding::new(
                crate::deployed::area_file(self.registered.area),
                what,
                "Give the path and the Input the same name for it.",
            ));
        }
        let (known, _) = contract(&self.contract, SchemaSettings::draft2020_12());
        let signed_in = known.signed_in;
        // What keeps no answer answers with a secret, which must not be kept.
        let repeatable = signed_in && self.method == "POST" && self.reached.has(".finish(");
        let mut operation = json!({
            "operationId": name,
            "tags": [self.registered.area],
            "summary": self.registered.operation.summary,
            "security": if signed_in { json!([{ "bearer": [] }, { "cookie": [] }]) } else { json!([]) },
        });
        let mut parameters: Vec<Value> = in_path.into_iter().map(|(name, schema)| parameter(&name, "path", true, schema)).collect();
        let is_required = |name: &String| input.required.contains(name);
        if self.method == "GET" || self.method == "DELETE" {
            parameters.extend(rest.into_iter().map(|(name, schema)| parameter(&name, "query", is_required(&name), schema)));
        } else if known.media_types != [JSON] {
            let types: Map<String, Value> = known.media_types.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
            operation["requestBody"] = json!({ "required": true, "content": types });
        } else if !rest.is_empty() {
            let required: Vec<String> = rest.iter().map(|(name, _)| name.clone()).filter(is_required).collect();
            operation["requestBody"] = request_body(rest, &required);
        }
        if repeatable {
            parameters.push(json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
        }
        if !parameters.is_empty() {
            operation["parameters"] = Value::Array(parameters);
        }
        let mut responses = self.success(&mut shared.schemas)?;
        responses.extend(refusals(&problems::of(&self.reached, self.path.contains('{'), repeatable), &mut shared.responses));
        operation["responses"] = Value::Object(responses);
        Ok(operation)
    }

    fn in_path(&self, name: &str) -> bool {
        parameters_of(self.path).any(|parameter| parameter == name)
    }

    /// The answer of a request that was done.
    fn success(&self, schemas: &mut Map<String, Value>) -> Result<Map<String, Value>, Finding> {
        let settings =
            SchemaSettings::draft2020_12().for_serialize().with(|settings| settings.definitions_path = "/components/schemas".into());
        let (contract, definitions) = contract(&self.contract, settings);
        let own = format!("{}Output", camel(self.registered.operation.name));
        for (name, schema) in definitions {
            let name = if name == "Output" { own.clone() } else { name };
            let schema = renamed(schema, &own);
            if schemas.get(&name).is_some_and(|known| *known != schema) {
                let file = format!("functions/{}/src/views.rs", self.registered.area);
                let what = format!("{name} is the name of two different types on the wire");
                return Err(Finding::new(file, what, "Give one of them another name."));
            }
            schemas.insert(name, schema);
        }
        let mut headers = Map::new();
        let mut header = |name: &str, component: &str| {
            headers.insert(name.to_owned(), json!({ "$ref": format!("#/components/headers/{component}") }));
        };
        let (status, description) = match (matches!(contract.output, Answered::Nothing), self.reached.creates()) {
            (true, _) if self.reached.has("Reply::accepted(") => ("202", "It is on its way, or it is not; which of both is not said."),
            (true, _) => ("204", "Done."),
            (false, true) => ("201", "Made."),
            (false, false) => ("200", "The answer."),
        };
        if status == "201" {
            header("Location", "Location");
        }
        if self.reached.has(".cookie(") {
            header("Set-Cookie", "SetCookie");
        }
        let mut response = json!({ "description": description });
        if !headers.is_empty() {
            response["headers"] = Value::Object(headers);
        }
        match contract.output {
            Answered::Nothing => {}
            Answered::Bytes => response["content"] = json!({ "*/*": {} }),
            Answered::Json(schema) => {
                let schema = renamed(schema.to_value(), &own);
                // `true` is a schema too; tools read an empty object better.
                let schema = if schema == json!(true) { json!({}) } else { schema };
                response["content"] = json!({ "application/json": { "schema": schema } });
            }
        }
        let mut responses = Map::from_iter([(status.to_owned(), response)]);
        if self.reached.has(".tag(") {
            responses.insert("304".to_owned(), json!({ "description": "It is what the caller has, by its `ETag`." }));
        }
        Ok(responses)
    }
}

/// The contract under `settings`, and the definitions that it refers to.
fn contract(operation: &HttpOperation, settings: SchemaSettings) -> (Contract, Map<String, Value>) {
    let mut generator = settings.with(|settings| settings.meta_schema = None).into_generator();
    let contract = (operation.contract)(&mut generator);
    (contract, generator.take_definitions(true))
}

/// What an operation takes, with nothing referred to.
pub fn input(operation: &HttpOperation) -> Input {
    let (contract, _) = contract(operation, SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true));
    let member = |name: &str| contract.input.get(name).cloned();
    let required = member("required").and_then(|names| serde_json::from_value(names).ok()).unwrap_or_default();
    let properties = member("properties").and_then(|properties| properties.as_object().cloned()).unwrap_or_default();
    Input { properties, required }
}

/// The names in braces of a path.
pub fn parameters_of(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).map(|name| name.trim_end_matches('+'))
}

fn parameter(name: &str, place: &str, required: bool, mut schema: Value) -> Value {
    let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    let schema = if place == "query" { never_null(schema) } else { schema };
    let mut parameter = json!({ "name": name, "in": place, "required": required, "schema": schema });
    if let Some(description) = description {
        parameter["description"] = description;
    }
    parameter
}

/// What is in a query is a text or is not there; it is never null.
fn never_null(mut schema: Value) -> Value {
    if let Some(kinds) = schema.get("type").and_then(Value::as_array) {
        let kinds: Vec<Value> = kinds.iter().filter(|kind| **kind != "null").cloned().collect();
        schema["type"] = if let [only] = kinds.as_slice() { only.clone() } else { Value::Array(kinds) };
    }
    schema
}

fn request_body(properties: Vec<(String, Value)>, required: &[String]) -> Value {
    let properties: Map<String, Value> = properties.into_iter().collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["additionalProperties"] = json!(false);
    json!({ "required": !required.is_empty(), "content": { "application/json": { "schema": schema } } })
}

/// The refusals of an operation. One with a single code is the same everywhere, so it is written once.
fn refusals(problems: &Problems, shared: &mut Map<String, Value>) -> Map<String, Value> {
    let mut responses = Map::new();
    for (status, codes) in problems {
        let response = refusal(*status, codes);
        let response = match codes.iter().next() {
            Some(only) if codes.len() == 1 => {
                let name = camel(&only.replace('_', "-"));
                let reference = json!({ "$ref": format!("#/components/responses/{name}") });
                shared.insert(name, response);
                reference
            }
            _ => response,
        };
        responses.insert(status.to_string(), response);
    }
    responses
}

fn refusal(status: u16, codes: &BTreeSet<String>) -> Value {
    let schema = json!({ "allOf": [{ "$ref": "#/components/schemas/Problem" }, { "properties": { "code": { "enum": codes } } }] });
    let mut response = json!({ "description": problems::meaning(status) });
    if matches!(status, 429 | 503) {
        response["headers"] = json!({ "Retry-After": { "$ref": "#/components/headers/RetryAfter" } });
    }
    response["content"] = json!({ "application/problem+json": { "schema": schema } });
    response
}

/// Every operation calls what it answers `Output`; in one document each has its own name.
fn renamed(schema: Value, own: &str) -> Value {
    match schema {
        Value::String(text) if text == "#/components/schemas/Output" => Value::String(format!("#/components/schemas/{own}")),
        Value::Array(items) => items.into_iter().map(|item| renamed(item, own)).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (name, renamed(member, own))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Facts;
    use crate::tree::Tree;

    fn made() -> Value {
        let facts = Facts::gather(&Tree::repository()).unwrap();
        document(&facts.registered, &facts.deployed, &facts.areas).unwrap()
    }

    fn valid(document: &Value, pointer: &str, instance: &Value) -> bool {
        let mut schema = document.pointer(pointer).unwrap().clone();
        schema["components"] = document["components"].clone();
        jsonschema::validator_for(&schema).unwrap().is_valid(instance)
    }

    #[test]
    fn parameters_bodies_and_answers_are_where_they_belong() {
        let document = made();
        let get = &document["paths"]["/api/contacts/{contact_id}"]["get"];
        assert_eq!((&get["operationId"], &get["tags"]), (&json!("get-contact"), &json!(["directory"])));
        assert_eq!(get["parameters"][0]["name"], "contact_id");
        assert_eq!(get["responses"]["200"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/ContactView");
        let list = &document["paths"]["/api/tickets"]["get"];
        let limit = list["parameters"].as_array().unwrap().iter().find(|parameter| parameter["name"] == "limit").unwrap();
        assert_eq!((&limit["in"], &limit["required"], &limit["schema"]["maximum"]), (&json!("query"), &json!(false), &json!(100)));
        let open = &document["paths"]["/api/contacts/{contact_id}/account"]["post"];
        assert_eq!(open["responses"]["201"]["headers"]["Location"]["$ref"], "#/components/headers/Location");
        assert_eq!(open["responses"]["201"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/OpenedView");
        assert_eq!(open["requestBody"]["content"]["application/json"]["schema"]["additionalProperties"], false);
        assert!(open["requestBody"]["content"]["application/json"]["schema"]["properties"].get("contact_id").is_none());
        assert!(open["parameters"].as_array().unwrap().iter().any(|one| one["$ref"] == "#/components/parameters/IdempotencyKey"));
        assert!(document["paths"]["/api/sessions/current"]["delete"]["responses"].get("204").is_some());
        assert_eq!(document["paths"]["/api/sessions"]["post"]["security"], json!([]));
    }

    #[test]
    fn problems_are_described_as_they_are_sent() {
        let document = made();
        let refusal = "/paths/~1api~1tickets/post/responses/422/content/application~1problem+json/schema";
        let sent = foyer_kit::Problem::invalid("/title", "is empty").document("req-1");
        assert_eq!(
            document["components"]["parameters"]["IdempotencyKey"]["name"].as_str().unwrap().to_lowercase(),
            foyer_kit::http::IDEMPOTENCY_KEY
        );
        assert!(valid(&document, refusal, &sent));
        assert!(!valid(&document, refusal, &foyer_kit::Problem::not_found().document("req-1")));
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = made();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }
}
