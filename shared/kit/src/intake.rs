//! What a request brings: JSON that is a type, or a picture.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use lambda_http::Request;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Problem;

/// What a handler may take: every type that is JSON, and [`Picture`].
pub trait Intake: Sized + Send + Sync + 'static {
    /// Longest body that is read, in bytes.
    const LONGEST: usize;
    /// The types that a body may be of.
    const MEDIA_TYPES: &'static [&'static str];

    /// What the API's description says of it.
    fn describe(generator: &mut SchemaGenerator) -> Schema;

    /// The members of the body: they stand beside those of query and path.
    fn members(request: &Request) -> Result<Map<String, Value>, Problem>;

    /// What the handler gets. `path` names the path's parameters.
    fn read(request: Request, members: Map<String, Value>, path: &[String]) -> Result<Self, Problem>;
}

/// The type of what is JSON.
pub const JSON: &str = "application/json";

/// Longest JSON that is read, in bytes. The longest input, a ticket of 4,000 Chinese characters with everything
/// escaped, is under 30 KB.
pub const LONGEST_JSON: usize = 64 * 1024;

impl<T: DeserializeOwned + JsonSchema + Send + Sync + 'static> Intake for T {
    const LONGEST: usize = LONGEST_JSON;
    const MEDIA_TYPES: &'static [&'static str] = &[JSON];

    fn describe(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn members(request: &Request) -> Result<Map<String, Value>, Problem> {
        let bytes: &[u8] = request.body();
        if bytes.is_empty() {
            return Ok(Map::new());
        }
        if essence(request.headers()) != JSON {
            return Err(unsupported("Send the body as application/json"));
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(Problem::invalid("", "must be a JSON object")),
            Err(error) => Err(Problem::unreadable(format!("the body is not JSON: {error}"))),
        }
    }

    fn read(_: Request, members: Map<String, Value>, path: &[String]) -> Result<Self, Problem> {
        serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
            let pointer = pointer(error.path());
            // An id in the path that cannot be one names nothing.
            if path.iter().any(|name| pointer == format!("/{name}")) {
                return Problem::not_found();
            }
            Problem::invalid(pointer, error.inner().to_string())
        })
    }
}

/// The bytes of a picture, as they came: whether they are one is for the handler to see.
#[derive(Debug, Clone)]
pub struct Picture(pub Vec<u8>);

impl Intake for Picture {
    const LONGEST: usize = 1024 * 1024;
    const MEDIA_TYPES: &'static [&'static str] = &["image/png", "image/jpeg", "image/webp"];

    fn describe(_: &mut SchemaGenerator) -> Schema {
        Schema::default()
    }

    fn members(request: &Request) -> Result<Map<String, Value>, Problem> {
        if Self::MEDIA_TYPES.contains(&essence(request.headers()).as_str()) {
            return Ok(Map::new());
        }
        Err(unsupported("Send a PNG, a JPEG or a WebP"))
    }

    fn read(request: Request, members: Map<String, Value>, _: &[String]) -> Result<Self, Problem> {
        match members.keys().next() {
            Some(name) => Err(Problem::invalid(format!("/{name}"), "is not known here")),
            None => Ok(Self(request.into_body().to_vec())),
        }
    }
}

/// The type of the body, without its parameters.
fn essence(headers: &HeaderMap) -> String {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    media.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

fn unsupported(title: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", title)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let segments = path.iter().map(|segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    });
    segments.collect()
}
