//! Refusals as `application/problem+json` (RFC 9457).

use foyer_domain::time::SignedDuration;
use foyer_store::{Clash, CommitError, StoreError};
use http::StatusCode;
use serde_json::{Map, Value, json};

/// Why a request was not done. `code` is stable: the pages translate by it; `title` and `detail` are for
/// people who read the API.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

/// Boxed, so that a result that may be a problem stays small.
#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
    errors: Vec<FieldError>,
    members: Map<String, Value>,
    retry_after: Option<u64>,
    cause: Option<String>,
    hidden: bool,
}

/// What is wrong with one field.
#[derive(Debug, Clone)]
struct FieldError {
    pointer: String,
    detail: String,
}

impl Problem {
    /// A problem of this status, code and title.
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            title,
            detail: None,
            errors: Vec::new(),
            members: Map::new(),
            retry_after: None,
            cause: None,
            hidden: false,
        }))
    }

    /// 400: the request cannot be read.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable", "The request cannot be read").detail(detail)
    }

    /// 401: not signed in, or not any more.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "Sign in first")
    }

    /// 403: the caller may know of it, but not do this. `missing` are the relations that would allow it.
    pub fn forbidden(missing: &[foyer_domain::policy::Relation]) -> Self {
        let missing: Vec<&str> = missing.iter().map(|relation| relation.as_str()).collect();
        Self::new(StatusCode::FORBIDDEN, "forbidden", "You may not do this").with("missing_relation", json!(missing))
    }

    /// 409: what is kept of this cannot be read. The same again does not help, and nothing else is touched by it; the
    /// row is noted where it was read.
    pub fn unreadable_row() -> Self {
        Self::conflict("unreadable_row", "What is kept of this is damaged and cannot be read")
            .detail("Whoever runs this system has been told. Everything else goes on working.")
    }

    /// 404: there is no such thing, or the caller may not know of it.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is no such thing here")
    }

    /// 404: there is such a thing, and the caller may not know of it. The answer is the same.
    pub fn hidden() -> Self {
        let mut problem = Self::not_found();
        problem.0.hidden = true;
        problem
    }

    /// Whether it is refused for who asks, and not for what is there or what is asked.
    pub fn is_about_the_caller(&self) -> bool {
        self.0.hidden || matches!(self.0.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
    }

    /// 409: it is not in the state for this.
    pub fn conflict(code: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }

    /// 422: a field breaks a rule. `pointer` is a JSON pointer into the body.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Something in the request breaks a rule");
        problem.0.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        problem
    }

    /// 429: later, after `wait`.
    pub fn too_many(wait: SignedDuration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many attempts; wait and try again").retry_after(wait)
    }

    /// 500: our fault. The cause is logged, never shown.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side").cause(cause)
    }

    /// 503: our fault, and it may pass.
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Busy for the moment; try again");
        problem.retry_after(SignedDuration::from_secs(1)).cause(cause)
    }

    /// Adds a sentence about this occurrence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds a member of its own.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.members.insert(name.to_owned(), value);
        self
    }

    /// Says when to try again: at least one second, rounded up.
    #[must_use]
    pub fn retry_after(mut self, wait: SignedDuration) -> Self {
        let seconds = u64::try_from((wait.as_millis() + 999) / 1000).unwrap_or(1);
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    fn cause(mut self, cause: impl std::fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What the log gets and the client does not.
    pub fn hidden_cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Seconds for `Retry-After`.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.0.retry_after
    }

    /// The document, for the request `request_id`.
    pub fn document(&self, request_id: &str) -> Value {
        let mut document = Map::new();
        document.insert("type".into(), json!(format!("urn:foyer:problem:{}", self.0.code)));
        document.insert("title".into(), json!(self.0.title));
        document.insert("status".into(), json!(self.0.status.as_u16()));
        document.insert("code".into(), json!(self.0.code));
        if let Some(detail) = &self.0.detail {
            document.insert("detail".into(), json!(detail));
        }
        if !self.0.errors.is_empty() {
            let errors = self.0.errors.iter().map(|error| json!({ "pointer": error.pointer, "detail": error.detail }));
            document.insert("errors".into(), errors.collect());
        }
        document.extend(self.0.members.clone());
        document.insert("request_id".into(), json!(request_id));
        Value::Object(document)
    }
}

/// The answer to a commit that met an idempotency key in use; the entry point replays the answer instead.
pub(crate) const KEY_USED: &str = "idempotency_key_in_use";

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) | StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Corrupt { .. } => Self::unreadable_row(),
            StoreError::Refused(_) => Self::internal(error),
        }
    }
}

/// The clashes that mean the same everywhere; a handler names its own before it falls back to this.
impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Clash(Clash::KeyUsed) => Self::conflict(KEY_USED, "A request with this Idempotency-Key is being worked on"),
            CommitError::Clash(Clash::Stale) => Self::conflict("changed_meanwhile", "Somebody changed this meanwhile; look again"),
            CommitError::Clash(Clash::SessionOver) => Self::not_signed_in(),
            CommitError::Clash(Clash::LoginTaken) => Self::conflict("login_taken", "This login name belongs to another account"),
            CommitError::Clash(clash) => Self::internal(format!("unexpected clash {clash:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_hides_its_cause() {
        let problem = Problem::internal("table foyer-prod-identity: access denied");
        assert_eq!(problem.hidden_cause(), Some("table foyer-prod-identity: access denied"));
        assert!(!problem.document("req-1").to_string().contains("foyer-prod"));
        let members = ["type", "title", "status", "code", "request_id"];
        assert!(problem.document("req-1").as_object().unwrap().keys().eq(members));
    }
}
