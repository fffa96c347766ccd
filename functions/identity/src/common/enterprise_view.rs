//! How an enterprise looks on the wire.

use foyer_domain::directory::Enterprise;
use foyer_kit::{Edition, Problem};
use schemars::JsonSchema;
use serde::Serialize;

/// How an enterprise shows itself, and what it takes for granted of those whom it serves.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EnterpriseView {
    /// The colour of its pages, like `#2b55c9`: white is read on it. Null for the product's own.
    pub colour: Option<String>,
    /// What the login and the portal say to whoever needs help.
    pub help: Option<String>,
    /// How it is reached: a number, an address.
    pub contact: Option<String>,
    /// Changes when the logo does; null without one.
    pub logo: Option<String>,
    /// What somebody new reads unless it is said: `zh-CN` or `en`.
    pub language: &'static str,
    /// Whose number one without a country code is: an ISO 3166 code.
    pub country: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

impl EnterpriseView {
    /// The view of `enterprise`.
    pub fn of(enterprise: &Enterprise) -> Self {
        Self {
            colour: enterprise.colour.as_ref().map(|colour| colour.as_str().to_owned()),
            help: enterprise.help.as_ref().map(ToString::to_string),
            contact: enterprise.contact.as_ref().map(ToString::to_string),
            logo: enterprise.logo.as_ref().map(|tag| tag.0.clone()),
            language: enterprise.language.tag(),
            country: enterprise.country.as_str().to_owned(),
            time_zone: enterprise.time_zone.as_str().to_owned(),
        }
    }

    /// What it shows, as an editor saw it.
    pub fn edition(&self) -> Result<Edition, Problem> {
        Edition::of(self)
    }
}
