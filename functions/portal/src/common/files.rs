//! The files that `make web` built. A debug build reads them where they are, so that it needs none to be
//! compiled; a release build has them inside.

use std::borrow::Cow;

use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// A file, and what changes when it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
    /// The beginning of its SHA-256, in hexadecimal.
    pub tag: String,
}

/// The file at `path`, if there is one.
pub fn file(path: &str) -> Option<File> {
    let found = Built::get(path)?;
    let hash = found.metadata.sha256_hash();
    let tag = hash.iter().take(8).fold(0_u64, |tag, byte| (tag << 8) | u64::from(*byte));
    let tag = format!("{tag:016x}");
    Some(File { bytes: found.data, tag })
}

/// The media type of a file that the pages consist of; `None` for what is not theirs.
pub fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "webmanifest" => Some("application/manifest+json"),
        _ => None,
    }
}
