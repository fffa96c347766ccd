//! What a reply holds: JSON made of a type, or bytes as they are.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, SET_COOKIE, VARY};
use http::response::Builder;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use lambda_http::Body;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::Problem;

/// What an operation answers with.
#[derive(Debug, Clone)]
pub enum Answered {
    /// JSON of this schema.
    Json(Schema),
    /// Bytes of a type that the answer names.
    Bytes,
    /// No body.
    Nothing,
}

/// What a handler's reply may hold: every type that is JSON, and [`Raw`].
pub trait Content: Send + 'static {
    /// What the API's description says of it.
    fn describe(generator: &mut SchemaGenerator) -> Answered;

    /// The bytes.
    fn encode(&self) -> Result<Raw, Problem>;
}

impl<T: Serialize + JsonSchema + Send + 'static> Content for T {
    fn describe(generator: &mut SchemaGenerator) -> Answered {
        if T::schema_name() == <()>::schema_name() { Answered::Nothing } else { Answered::Json(generator.subschema_for::<T>()) }
    }

    fn encode(&self) -> Result<Raw, Problem> {
        serde_json::to_string(self).map(Raw::json).map_err(Problem::internal)
    }
}

impl Content for Raw {
    fn describe(_: &mut SchemaGenerator) -> Answered {
        Answered::Bytes
    }

    fn encode(&self) -> Result<Raw, Problem> {
        Ok(self.clone())
    }
}

/// What an answer says of JSON.
const JSON: &str = "application/json";

/// JSON that is shorter fits the first packets of a connection, compressed or not.
const WORTH_COMPRESSING: usize = 1_024;

/// Bytes of a type of their own: a page, a picture. Who has them already, by their tag, gets 304; who reads
/// Brotli gets that form, if there is one.
#[derive(Debug, Clone)]
pub struct Raw {
    media_type: &'static str,
    bytes: Cow<'static, [u8]>,
    brotli: Option<Cow<'static, [u8]>>,
    tag: Option<String>,
    cache: Cache,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Who may keep an answer, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Nobody.
    Never,
    /// The browser, which asks each time whether it is still the same.
    Checked,
    /// Everybody, for a year: what is under this path never changes.
    Forever,
}

impl Cache {
    fn directive(self) -> &'static str {
        match self {
            Self::Never => "no-store",
            Self::Checked => "private, no-cache",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }
}

impl Raw {
    /// Bytes of a media type, which nobody keeps.
    pub fn new(media_type: &'static str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { media_type, bytes: bytes.into(), brotli: None, tag: None, cache: Cache::Never, headers: Vec::new() }
    }

    pub(crate) fn json(text: String) -> Self {
        Self::new(JSON, text.into_bytes())
    }

    /// The same bytes, compressed.
    #[must_use]
    pub fn brotli(mut self, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        self.brotli = Some(bytes.into());
        self
    }

    /// What changes when the bytes do, without quotes.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.tag = Some(format!("\"{tag}\""));
        self
    }

    /// Who may keep it.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = cache;
        self
    }

    /// One more header. It is not sent again with a 304.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The answer to somebody who sent `asked`.
    pub(crate) fn respond(self, response: Builder, asked: &HeaderMap) -> Result<Response<Body>, http::Error> {
        let mut response = response.header(CACHE_CONTROL, self.cache.directive());
        if let Some(tag) = &self.tag {
            response = response.header(ETAG, tag);
        }
        let compresses = self.media_type == JSON && self.bytes.len() >= WORTH_COMPRESSING && !sets_cookie(&response);
        if self.brotli.is_some() || compresses {
            response = response.header(VARY, "accept-encoding");
        }
        if self.tag.as_ref().is_some_and(|tag| listed(asked, &IF_NONE_MATCH, tag)) {
            return response.status(StatusCode::NOT_MODIFIED).body(Body::Empty);
        }
        response = response.header(CONTENT_TYPE, self.media_type);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        match self.brotli {
            Some(brotli) if listed(asked, &ACCEPT_ENCODING, "br") => {
                response.header(CONTENT_ENCODING, "br").body(Body::Binary(brotli.into_owned()))
            }
            _ => match compressed(compresses && listed(asked, &ACCEPT_ENCODING, "gzip"), &self.bytes) {
                Some(gzip) => response.header(CONTENT_ENCODING, "gzip").body(Body::Binary(gzip)),
                None => response.body(body(self.bytes)),
            },
        }
    }
}

/// Whether an answer begins a session: its length must say nothing of the token in it.
fn sets_cookie(response: &Builder) -> bool {
    response.headers_ref().is_some_and(|headers| headers.contains_key(SET_COOKIE))
}

/// The compressed bytes, where they are wanted. What cannot be compressed goes as it is.
fn compressed(wanted: bool, bytes: &[u8]) -> Option<Vec<u8>> {
    wanted.then(|| gzip(bytes)).and_then(Result::ok)
}

/// The fastest level: these are lists of small records, which a higher one makes little shorter.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Text goes as it is; API Gateway gets anything else in base64.
fn body(bytes: Cow<'static, [u8]>) -> Body {
    match String::from_utf8(bytes.into_owned()) {
        Ok(text) => Body::Text(text),
        Err(error) => Body::Binary(error.into_bytes()),
    }
}

/// Whether a header lists a value. A weight of zero and `*` are not looked at: no browser sends them here.
fn listed(asked: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    let lines = asked.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    let listed = lines.flat_map(|line| line.split(',')).map(|one| one.split(';').next().unwrap_or(one).trim());
    listed.map(|one| one.trim_start_matches("W/")).any(|one| one == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(raw: Raw, asked: &[(HeaderName, &str)]) -> Response<Body> {
        let asked = asked.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect();
        raw.respond(Response::builder(), &asked).unwrap()
    }

    fn page() -> Raw {
        Raw::new("text/html", b"<p>".as_slice())
            .brotli(vec![0xff])
            .tag("t1")
            .cache(Cache::Checked)
            .header(VARY, HeaderValue::from_static("x"))
    }

    #[test]
    fn who_reads_brotli_gets_it() {
        for (asked, encoding, sent) in [
            ("gzip, deflate, br, zstd", Some("br"), Body::Binary(vec![0xff])),
            ("br;q=1.0", Some("br"), Body::Binary(vec![0xff])),
            ("gzip, broken", None, Body::Text("<p>".into())),
        ] {
            let answer = answer(page(), &[(ACCEPT_ENCODING, asked)]);
            assert_eq!(answer.headers().get(CONTENT_ENCODING).map(HeaderValue::as_bytes), encoding.map(str::as_bytes), "{asked}");
            assert_eq!(answer.body(), &sent, "{asked}");
            assert_eq!(answer.headers()[CACHE_CONTROL], "private, no-cache");
        }
    }

    fn json(length: usize) -> Raw {
        Raw::json(format!("\"{}\"", "票".repeat(length / 3)))
    }

    #[test]
    fn who_reads_gzip_gets_long_json_so() {
        let plain = json(9_000);
        for (asked, encoding) in [("gzip, deflate, br, zstd", true), ("gzip;q=0.5", true), ("br", false), ("identity", false)] {
            let answer = answer(plain.clone(), &[(ACCEPT_ENCODING, asked)]);
            assert_eq!(answer.headers().get(CONTENT_ENCODING).is_some_and(|how| how == "gzip"), encoding, "{asked}");
            assert_eq!(answer.headers()[VARY], "accept-encoding", "{asked}");
            let Body::Binary(sent) = answer.body() else {
                assert_eq!(answer.body(), &Body::Text(String::from_utf8(plain.bytes.to_vec()).unwrap()), "{asked}");
                continue;
            };
            let mut read = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(sent.as_slice()), &mut read).unwrap();
            assert!(encoding && sent.len() < 1_000 && read == plain.bytes.as_ref(), "{asked}");
        }
    }

    // What is compressed tells by its length what repeats in it: not beside a token.
    #[test]
    fn short_answers_pictures_and_those_with_a_cookie_go_as_they_are() {
        let asked = [(ACCEPT_ENCODING, "gzip")].iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        let cookie = Response::builder().header(SET_COOKIE, "a=b");
        for (builder, raw) in
            [(Response::builder(), json(900)), (cookie, json(9_000)), (Response::builder(), Raw::new("image/png", vec![0; 9_000]))]
        {
            let answer = raw.respond(builder, &asked).unwrap();
            assert_eq!((answer.headers().get(CONTENT_ENCODING), answer.headers().get(VARY)), (None, None));
        }
    }

    #[test]
    fn who_has_it_already_gets_304() {
        for asked in ["\"t1\"", "\"t0\", W/\"t1\""] {
            let answer = answer(page(), &[(IF_NONE_MATCH, asked)]);
            assert_eq!((answer.status(), answer.body()), (StatusCode::NOT_MODIFIED, &Body::Empty));
            assert_eq!((&answer.headers()[ETAG], answer.headers().get(CONTENT_TYPE)), (&HeaderValue::from_static("\"t1\""), None));
        }
        assert_eq!(answer(page(), &[(IF_NONE_MATCH, "\"t2\"")]).status(), StatusCode::OK);
    }

    #[test]
    fn bytes_that_are_no_text_stay_what_they_are() {
        assert_eq!(answer(Raw::new("image/png", vec![0x89, 0x50]), &[]).body(), &Body::Binary(vec![0x89, 0x50]));
    }
}
