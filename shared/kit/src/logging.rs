//! What goes into the log.

use std::str::FromStr;

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::{FilterExt as _, Targets, filter_fn};
use tracing_subscriber::layer::Filter;

/// What `LOG_LEVEL` lets through: a level, or a filter like `info,foyer_store=debug`; `otherwise` where it is neither.
///
/// Below `info` only what Foyer itself says: what the SDK and the embedded database say there are whole requests, and in
/// those stands what somebody typed, a password in the wrong field too.
pub fn filter<S: Subscriber>(level: &str, otherwise: Level) -> impl Filter<S> + use<S> {
    let targets = Targets::from_str(level).unwrap_or_else(|_| Targets::new().with_default(otherwise));
    targets.and(filter_fn(|line| *line.level() <= Level::INFO || line.target().starts_with("foyer")))
}
