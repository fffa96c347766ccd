//! Files as a browser uploads and downloads them: by links, past the API.

use http::{HeaderMap, Method, Request};
use serde_json::{Value, json};

use crate::{Answer, Client};

/// The beginning of a picture, and enough of it.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

/// What S3 answered.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Fetched {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// Sends a request that needs no session.
pub async fn fetch(method: Method, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Fetched {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("the test's request is one");
    // A thread of its own: S3 is served by the one that the test runs on.
    let sent = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let (parts, mut body) = agent.run(request).expect("S3 answers").into_parts();
        Fetched { status: parts.status.as_u16(), headers: parts.headers, bytes: body.read_to_vec().expect("a body") }
    });
    sent.await.expect("no panic")
}

/// Begins to attach a file to the ticket or draft at `path`.
pub async fn begin(by: &Client, path: &str, name: &str, size: usize) -> Answer {
    by.post(&format!("{path}/attachments"), json!({ "name": name, "size": size })).await
}

/// Uploads a file as `begun` says.
pub async fn upload(begun: &Answer, content: &[u8]) -> Fetched {
    let headers = begun.body["upload"]["headers"].as_object().expect("headers");
    let headers: Vec<(&str, &str)> = headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let method = begun.text("/upload/method").parse().expect("a method");
    fetch(method, &begun.text("/upload/url"), &headers, content.to_vec()).await
}

/// Finishes what was uploaded to the ticket or draft at `path`.
pub async fn finish(by: &Client, path: &str, begun: &Answer) -> Answer {
    let id = begun.text("/attachment/attachment_id");
    by.post(&format!("{path}/attachments/{id}/finish"), json!({})).await
}

/// Attaches a file to the ticket or draft at `path`; gives the attachment's path.
pub async fn attach(by: &Client, path: &str, name: &str, content: &[u8]) -> String {
    let begun = begin(by, path, name, content.len()).await.expect(201);
    upload(&begun, content).await.expect(200);
    finish(by, path, &begun).await.expect(200);
    format!("{path}/attachments/{}", begun.text("/attachment/attachment_id"))
}

/// The names of what is attached to the ticket or draft at `path`, as this client sees it.
pub async fn attached(by: &Client, path: &str) -> Vec<String> {
    let found = by.get(path).await.expect(200);
    let files = found.body["attachments"].as_array().expect("attachments");
    files.iter().filter_map(|file: &Value| file["name"].as_str().map(str::to_owned)).collect()
}
