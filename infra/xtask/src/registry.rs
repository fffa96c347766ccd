//! Every operation of every area, from the registries.

use foyer_files::Files;
use foyer_kit::platform::Platform;
use foyer_kit::{Config, Operation};
use foyer_messaging::email::EmailSender;
use foyer_messaging::publisher::Publisher;
use foyer_messaging::sms::SmsSender;
use foyer_notifications::Clients;

use crate::Finding;

/// An operation and the area whose registry holds it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The area.
    pub area: &'static str,
    /// The operation.
    pub operation: Operation,
}

/// The areas, as their packages and the sections of the template are called.
pub const AREAS: [&str; 6] = ["identity", "directory", "tickets", "agents", "notifications", "portal"];

/// All registries.
pub fn registered() -> Result<Vec<Registered>, Finding> {
    let platform = nowhere()?;
    let clients = Clients {
        publisher: Publisher::new(&platform.service("SNS"), String::new()),
        sms: SmsSender::new(&platform.service("SNS"), None),
        email: EmailSender::new(&platform.service("SES"), String::new(), None),
    };
    let areas = [
        foyer_identity::operations(),
        foyer_directory::operations(),
        foyer_tickets::operations(&Files::connect(&platform.service("S3"), String::new())),
        foyer_agents::operations(),
        foyer_notifications::operations(&clients),
        foyer_portal::operations(),
    ];
    let named = AREAS.into_iter().zip(areas);
    Ok(named.flat_map(|(area, operations)| operations.into_iter().map(move |operation| Registered { area, operation })).collect())
}

/// A platform whose services nobody calls.
pub(crate) fn nowhere() -> Result<Platform, Finding> {
    let refused = |error: foyer_kit::config::Missing| {
        Finding::new("shared/kit/src/platform.rs", error.to_string(), "Name it in xtask's registry.rs.")
    };
    let lookup = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:9"),
        _ if name.starts_with("AWS_ENDPOINT_URL_") => None,
        _ => Some("none"),
    };
    Platform::from_lookup(|name| lookup(name).map(str::to_owned)).map_err(refused)
}

/// The variables that every function reads, found by reading the configuration.
pub fn common_variables() -> Vec<String> {
    let asked = std::cell::RefCell::new(vec!["LOG_LEVEL".to_owned()]);
    let lookup = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        Some(if name == "SMS_COUNTRIES" { "CN" } else { name }.to_owned())
    };
    // Every question is answered, so that the reading comes to its end.
    drop(Config::from_lookup(lookup));
    asked.into_inner()
}
