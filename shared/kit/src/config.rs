//! A function's configuration, read once from its environment.

use foyer_domain::address::{Countries, NotCountries};
use foyer_domain::secret::Secret;
use foyer_store::Tables;

/// What a function is told by the template. Every variable is described in `docs/ARCHITECTURE.md`.
#[derive(Debug, Clone)]
pub struct Config {
    /// The tables' names (`TABLE_…`).
    pub tables: Tables,
    /// Where people open the portal: links in messages begin with it (`PORTAL_URL`).
    pub portal_url: String,
    /// Where files are uploaded to and downloaded from: pages may reach it (`ATTACHMENTS_ORIGIN`).
    pub attachments_origin: String,
    /// Where codes are sent by SMS (`SMS_COUNTRIES`).
    pub sms_countries: Countries,
    /// What the front door before the API shows; `None` without one (`FRONT_DOOR_KEY`).
    pub front_door_key: Option<Secret>,
    /// Where metrics are counted; nowhere on a laptop (`METRICS_NAMESPACE`).
    pub metrics_namespace: Option<String>,
}

/// A variable that is needed and not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is not set")]
pub struct Missing(pub &'static str);

/// A variable that is not set, or not to what it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misconfigured {
    /// It is not set.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// It is set to something else.
    #[error("SMS_COUNTRIES: {0}")]
    SmsCountries(#[from] NotCountries),
}

impl Config {
    /// Reads it with `lookup`, the process environment or the local runner's.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Misconfigured> {
        let needed = |name| lookup(name).ok_or(Missing(name));
        Ok(Self {
            tables: Tables::from_lookup(&lookup).map_err(Missing)?,
            portal_url: needed("PORTAL_URL")?,
            attachments_origin: needed("ATTACHMENTS_ORIGIN")?,
            sms_countries: needed("SMS_COUNTRIES")?.parse()?,
            front_door_key: lookup("FRONT_DOOR_KEY").filter(|key| !key.is_empty()).map(Secret::new),
            metrics_namespace: lookup("METRICS_NAMESPACE").filter(|namespace| !namespace.is_empty()),
        })
    }
}

/// The process environment.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
