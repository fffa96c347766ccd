//! Whether the right to a kept answer lasts: a repeated request is done again without writing anything. What an
//! operation refuses then because of who asks, it also refuses to show again.

use std::future::Future;

use lambda_http::Body;

use crate::content::Content;
use crate::{Problem, Reply};

/// The kept answer, if `rehearsed`, the same request with a store that only reads, is not refused for who asks. Any other
/// outcome says nothing: what was done once cannot be done again, and a rehearsal cannot write.
pub(crate) async fn still_seen<O: Content>(
    kept: http::Response<Body>,
    rehearsed: impl Future<Output = Result<Reply<O>, Problem>>,
) -> Result<http::Response<Body>, Problem> {
    match rehearsed.await {
        Err(refusal) if refusal.is_about_the_caller() => Err(refusal),
        _ => Ok(kept),
    }
}
