//! What comes back from the API.

use foyer_store::meter::Spent;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response};
use serde_json::Value;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null if there is none or it is something else.
    pub body: Value,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// What it cost in the database.
    pub spent: Spent,
}

/// Reads a response.
pub(crate) fn answer(response: Response<Vec<u8>>) -> Answer {
    let (parts, bytes) = response.into_parts();
    let spent = parts.extensions.get::<Spent>().cloned().unwrap_or_default();
    let is_json = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    let body = if is_json { serde_json::from_slice(&bytes).expect("what says it is JSON is") } else { Value::Null };
    Answer { status: parts.status.as_u16(), headers: parts.headers, body, bytes, spent }
}

impl Answer {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The problem, which must have this status and code and the right type.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(self.headers[CONTENT_TYPE], "application/problem+json");
        self
    }

    /// A text of the body, by JSON pointer.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        match self.body.pointer(pointer).and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => panic!("{pointer} is no text in {}", self.body),
        }
    }

    /// A list's rows.
    #[track_caller]
    pub fn items(&self) -> &[Value] {
        self.body["items"].as_array().unwrap_or_else(|| panic!("no items in {}", self.body))
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}
