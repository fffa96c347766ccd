//! Every operation of every area, from the registries.

use std::cell::RefCell;
use std::collections::BTreeSet;

use foyer_kit::platform::Platform;
use foyer_kit::{Config, Operation, Wiring};

use crate::Finding;

/// An operation and the area whose registry holds it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The area.
    pub area: &'static str,
    /// The operation.
    pub operation: Operation,
    /// The variables that it reads beside those that every function reads, but for the sealing key's.
    pub variables: BTreeSet<String>,
}

/// The areas, as their packages and the sections of the template are called.
pub const AREAS: [&str; 6] = ["identity", "directory", "tickets", "agents", "notifications", "portal"];

/// All registries.
pub fn registered() -> Result<Vec<Registered>, Finding> {
    let platform = nowhere()?;
    let areas = [
        foyer_identity::operations(),
        foyer_directory::operations(),
        foyer_tickets::operations(),
        foyer_agents::operations(),
        foyer_notifications::operations(),
        foyer_portal::operations(),
    ];
    let named = AREAS.into_iter().zip(areas);
    let registered = |area, operation: Operation| Registered { area, variables: own_variables(&operation, &platform), operation };
    Ok(named.flat_map(|(area, operations)| operations.into_iter().map(move |operation| registered(area, operation))).collect())
}

/// The variables that an operation makes its clients of, found by making them.
fn own_variables(operation: &Operation, platform: &Platform) -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    let lookup = |name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        Some(name.to_owned())
    };
    // Every question is answered, so that nothing is missing.
    drop(operation.wire(&Wiring::new(platform, &lookup)));
    asked.into_inner()
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
    let asked = RefCell::new(vec!["LOG_LEVEL".to_owned()]);
    let lookup = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        Some(if name == "SMS_COUNTRIES" { "CN" } else { name }.to_owned())
    };
    // Every question is answered, so that the reading comes to its end.
    drop(Config::from_lookup(lookup));
    asked.into_inner()
}
