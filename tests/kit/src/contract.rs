//! Answers held against the API's description: the status is documented for the route, the type is the
//! documented one, and the body fits its schema, for problems with one of the documented codes.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use http::Method;
use http::header::CONTENT_TYPE;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::answer::Answer;

static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../functions/portal/openapi.json")).expect("the description is JSON"));

/// Compiled schemas, by where they stand in the description.
static SCHEMAS: LazyLock<Mutex<HashMap<String, &'static Validator>>> = LazyLock::new(Mutex::default);

/// Panics where the answer is not what the description promises. Paths that it does not know are not its.
#[track_caller]
pub(crate) fn hold(method: &Method, path: &str, answer: &Answer) {
    let Some((route, operations)) = DESCRIPTION["paths"].as_object().into_iter().flatten().find(|(route, _)| leads(route, path)) else {
        return;
    };
    let method = method.as_str().to_lowercase();
    if operations[&method].is_null() {
        return;
    }
    let what = format!("{method} {route} with {} {}", answer.status, answer.body);
    let documented = &operations[&method]["responses"][answer.status.to_string()];
    assert!(!documented.is_null(), "not documented: {what}");
    let response = documented["$ref"].as_str().and_then(|target| DESCRIPTION.pointer(&target[1..])).unwrap_or(documented);
    let Some((kind, content)) = response["content"].as_object().and_then(|content| content.iter().next()) else {
        assert!(answer.body.is_null(), "documented without a body: {what}");
        return;
    };
    if kind == "*/*" {
        assert!(!answer.bytes.is_empty(), "documented with a body: {what}");
        return;
    }
    assert_eq!(answer.headers.get(CONTENT_TYPE).map(http::HeaderValue::as_bytes), Some(kind.as_bytes()), "{what}");
    let errors: Vec<String> = validator(&content["schema"]).iter_errors(&answer.body).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}: {what}");
}

fn leads(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, given): (&&str, &str)| *wanted == given || (wanted.starts_with('{') && !given.is_empty());
    route.len() == path.len() && route.iter().zip(path).all(fits)
}

fn validator(schema: &Value) -> &'static Validator {
    let mut schemas = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
    schemas.entry(schema.to_string()).or_insert_with(|| {
        let whole = json!({ "allOf": [schema], "components": DESCRIPTION["components"] });
        Box::leak(Box::new(jsonschema::validator_for(&whole).expect("the description's schemas are ones")))
    })
}
