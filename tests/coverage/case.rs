//! A request that would be accepted.

use foyer_testkit::Client;
use http::Method;
use serde_json::Value;

/// A request that would be accepted, but is never sent as it is.
pub(crate) struct Case {
    /// The operation.
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// The path with its ids.
    pub(crate) path: String,
    /// The body, if it takes one.
    pub(crate) body: Option<Value>,
    /// A body that is no JSON, and its type.
    pub(crate) file: Option<(&'static str, Vec<u8>)>,
    /// Who may do it; `None` is anybody.
    pub(crate) by: Option<Client>,
    /// Fields of the body that must be there.
    pub(crate) required: &'static [&'static str],
    /// Fields that are compared and not checked, so that nothing is told about them.
    pub(crate) silent: &'static [&'static str],
    /// Fields of the body that hold ids of the tenant.
    pub(crate) ids: &'static [&'static str],
}
