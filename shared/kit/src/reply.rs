//! Successful answers.

use http::StatusCode;

use crate::edition::Edition;

/// What a handler answers when it did what was asked.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    pub(crate) status: StatusCode,
    pub(crate) body: Option<T>,
    pub(crate) location: Option<String>,
    pub(crate) cookies: Vec<String>,
    pub(crate) edition: Option<Edition>,
}

impl<T> Reply<T> {
    /// 200 with a body.
    pub fn ok(body: T) -> Self {
        Self { status: StatusCode::OK, body: Some(body), location: None, cookies: Vec::new(), edition: None }
    }

    /// 201 with a body, and where the new thing is.
    pub fn created(location: String, body: T) -> Self {
        Self { status: StatusCode::CREATED, body: Some(body), location: Some(location), cookies: Vec::new(), edition: None }
    }

    /// 204.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, location: None, cookies: Vec::new(), edition: None }
    }

    /// 202: it is on its way, or it is not, and that is not said.
    pub fn accepted() -> Self {
        Self { status: StatusCode::ACCEPTED, body: None, location: None, cookies: Vec::new(), edition: None }
    }

    /// 303: what was asked for is there.
    pub fn see_other(location: String) -> Self {
        Self { status: StatusCode::SEE_OTHER, body: None, location: Some(location), cookies: Vec::new(), edition: None }
    }

    /// Names the edition of what is answered, so that an edit of it can say what was seen.
    #[must_use]
    pub fn edition(mut self, edition: &Edition) -> Self {
        self.edition = Some(edition.clone());
        self
    }

    /// Sets a cookie, beside others.
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}
