//! The entry point of every binary.

use std::future::Future;
use std::str::FromStr;
use std::sync::Arc;

pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, environment};
use crate::operation::Run;
use crate::platform::Platform;
use crate::system::{OsEntropy, SystemClock};
use crate::{Deps, Operation, sealing};

/// Runs an operation as this process's Lambda function.
pub fn run(operation: &Operation) -> Result<(), Error> {
    start(|_| Ok(operation.clone()), |_, deps| async { Ok(deps) })
}

/// The same, with the key that seals and opens secrets.
pub fn run_sealing(operation: &Operation) -> Result<(), Error> {
    run_sealing_with(|_| Ok(operation.clone()))
}

/// The same, for an operation that needs clients of its own.
pub fn run_with(make: impl FnOnce(&Platform) -> Result<Operation, Error>) -> Result<(), Error> {
    start(make, |_, deps| async { Ok(deps) })
}

/// The same, with both.
pub fn run_sealing_with(make: impl FnOnce(&Platform) -> Result<Operation, Error>) -> Result<(), Error> {
    start(make, |platform, deps| async move { Ok(deps.with_sealer(sealing::load(&platform, environment).await?)) })
}

fn start<W>(make: impl FnOnce(&Platform) -> Result<Operation, Error>, wire: impl FnOnce(Platform, Deps) -> W) -> Result<(), Error>
where
    W: Future<Output = Result<Deps, Error>>,
{
    log();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let platform = Platform::from_lookup(environment)?;
        let operation = make(&platform)?;
        let config = Config::from_lookup(environment)?;
        let store = foyer_store::Store::connect(&platform.service("DYNAMODB"), config.tables.clone());
        let deps = Deps::new(store, config, Arc::new(SystemClock), Arc::new(OsEntropy));
        let deps = deps.map_err(|problem| Error::from(format!("{problem:?}")))?;
        let deps = wire(platform, deps).await?;
        // A database that does not answer now may do so when the first request comes.
        if let Err(error) = deps.store.warm_up().await {
            tracing::warn!(%error, "the connection could not be warmed");
        }
        serve(operation, deps).await
    })
}

async fn serve(operation: Operation, deps: Deps) -> Result<(), Error> {
    match operation.run {
        Run::Http(http) => {
            let answer = |request| {
                let answering = (http.handler)(deps.clone(), request);
                async { Ok::<_, std::convert::Infallible>(answering.await) }
            };
            lambda_http::run(service_fn(answer)).await
        }
        Run::Event(handler) => {
            let answer = |event: LambdaEvent<Value>| {
                let request = crate::deps::RequestFacts { request_id: event.context.request_id, ..Default::default() };
                handler(deps.for_request(request), event.payload)
            };
            lambda_runtime::run(service_fn(answer)).await
        }
    }
}

fn log() {
    let level = environment("LOG_LEVEL").unwrap_or_else(|| "info".into());
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true).without_time();
    tracing_subscriber::registry()
        .with(lines.with_filter(Targets::from_str(&level).unwrap_or_else(|_| Targets::new().with_default(Level::INFO))))
        .init();
}
