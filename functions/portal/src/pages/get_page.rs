//! The pages: the files that `make web` built, and for every path of a page the one document that shows it.
//! For anybody; no events.
//!
//! What is under `assets/` has a digest in its name and is kept forever. The document is asked for each time,
//! and names a nonce, another in each response: nothing runs and nothing styles but what came with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use foyer_kit::{Anonymous, Cache, Deps, Operation, Problem, Raw, Reply};
use foyer_store::key::digest;
use http::HeaderValue;
use http::header::{CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_FRAME_OPTIONS};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::files::{self, File};

/// Which page. Its own query is for the page to read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The path, without the slash at its beginning.
    #[serde(default)]
    pub page: String,
}

const DOCUMENT: &str = "index.html";

/// Where the document wants its nonce; `web/vite.config.ts` puts it there.
const NONCE: &str = "{{nonce}}";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Foyer</title>\
                         <p>The pages are not built yet: run <code>make web</code>, or <code>make run</code>, which does it too.</p>\
                         <p>The API is at <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p></html>";

/// What the document's policy names.
#[derive(Debug, Clone, Copy)]
struct Terms<'a> {
    /// The nonce of styles.
    nonce: &'a str,
    /// The origin that attachments are uploaded to and shown from.
    files: &'a str,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-page", "A page, or a file that pages consist of", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, _caller: Anonymous, input: Input) -> Result<Reply<Raw>, Problem> {
    let mut random = [0_u8; 16];
    deps.entropy().fill(&mut random);
    let terms = Terms { nonce: &URL_SAFE_NO_PAD.encode(random), files: &deps.config.attachments_origin };
    answer(&input.page, terms, files::file)?.map(Reply::ok).ok_or_else(Problem::not_found)
}

/// The file at `path`, or the document; `None` for what is neither.
fn answer(path: &str, terms: Terms<'_>, file: impl Fn(&str) -> Option<File>) -> Result<Option<Raw>, Problem> {
    if let Some(media_type) = files::media_type(path) {
        return Ok(file(path).map(|found| asset(path, media_type, found, file(&format!("{path}.br")))));
    }
    if !is_page(path) {
        return Ok(None);
    }
    match file(DOCUMENT) {
        Some(found) => document(&found, terms).map(Some),
        None => Ok(Some(secured(Raw::new("text/html; charset=utf-8", NOT_BUILT.as_bytes()), terms)?)),
    }
}

/// Names of pages and ids have no dots, so that a file that is gone is not taken for a page; what is below
/// `api` is never one.
fn is_page(path: &str) -> bool {
    let mut segments = path.split('/');
    segments.next() != Some("api") && !path.contains(['.', '\\', '\0'])
}

fn asset(path: &str, media_type: &'static str, found: File, brotli: Option<File>) -> Raw {
    let cache = if path.starts_with("assets/") { Cache::Forever } else { Cache::Checked };
    let raw = Raw::new(media_type, found.bytes).tag(&found.tag).cache(cache);
    match brotli {
        Some(brotli) => raw.brotli(brotli.bytes),
        None => raw,
    }
}

/// The tag is that of the file and of what its policy allows: whoever has the document already goes on with the
/// policy and the nonce that came with it.
fn document(found: &File, terms: Terms<'_>) -> Result<Raw, Problem> {
    let text = std::str::from_utf8(&found.bytes).map_err(Problem::internal)?.replace(NONCE, terms.nonce);
    let tag = format!("{}-{}", found.tag, &digest(terms.files)[..8]);
    secured(Raw::new("text/html; charset=utf-8", text.into_bytes()).tag(&tag).cache(Cache::Checked), terms)
}

/// What the document may load: our own files, pictures that the page made itself, and attachments. The components
/// write their styles while they run, each with the nonce.
fn secured(raw: Raw, Terms { nonce, files }: Terms<'_>) -> Result<Raw, Problem> {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob: {files}; \
         font-src 'self'; connect-src 'self' {files}; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(Problem::internal)?;
    let fixed = |raw: Raw, name: HeaderName, value: &'static str| raw.header(name, HeaderValue::from_static(value));
    let raw = raw.header(CONTENT_SECURITY_POLICY, policy);
    let raw = fixed(raw, REFERRER_POLICY, "no-referrer");
    let raw = fixed(raw, X_FRAME_OPTIONS, "DENY");
    let raw = fixed(raw, STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    let raw = fixed(raw, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    Ok(fixed(raw, HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms<'static> = Terms { nonce: "abc", files: "https://files.test" };

    fn built(path: &str) -> Option<File> {
        let bytes = match path {
            "index.html" => "<script nonce=\"{{nonce}}\">",
            "assets/a-1.js" | "assets/a-1.js.br" | "favicon.svg" => "x",
            _ => return None,
        };
        Some(File { bytes: bytes.as_bytes().into(), tag: "t1".into() })
    }

    fn told(path: &str) -> Option<String> {
        answer(path, TERMS, built).unwrap().map(|raw| format!("{raw:?}"))
    }

    #[test]
    fn every_path_of_a_page_is_the_document_with_the_nonce() {
        for path in ["", "tickets", "tickets/tkt_01ke6jq30000000000000007c1", "console/customers"] {
            let told = told(path).unwrap();
            assert!(told.contains("'nonce-abc'") && told.contains("Checked") && !told.contains("unsafe"), "{path}: {told}");
        }
    }

    // whoever has the document keeps its policy, so that another policy is another document
    #[test]
    fn the_policy_names_where_files_are_and_the_tag_changes_with_it() {
        let told = told("tickets").unwrap();
        assert!(told.contains("connect-src 'self' https://files.test;") && told.contains("blob: https://files.test;"), "{told}");
        let told = |files| format!("{:?}", answer("", Terms { files, ..TERMS }, built).unwrap().unwrap());
        let tag = |files| told(files).split("tag: ").nth(1).unwrap().split(',').next().unwrap().to_owned();
        assert_eq!(tag("https://files.test"), tag("https://files.test"));
        assert_ne!(tag("https://files.test"), tag("https://other.test"));
    }

    #[test]
    fn a_file_is_kept_forever_if_its_name_changes_with_it() {
        assert!(told("assets/a-1.js").unwrap().contains("Forever"));
        assert!(told("favicon.svg").unwrap().contains("Checked"));
    }

    #[test]
    fn what_is_neither_page_nor_file_is_not_there() {
        for path in ["api", "api/", "api/nothing", "assets/a-2.js", "../Cargo.toml", "index.html", "a\\b", "assets/a-1.js.br"] {
            assert_eq!(told(path), None, "{path}");
        }
    }

    #[test]
    fn without_a_build_the_page_says_what_to_do() {
        let answer = answer("tickets", TERMS, |_| None).unwrap().unwrap();
        assert!(format!("{answer:?}").contains("Never"));
    }
}
