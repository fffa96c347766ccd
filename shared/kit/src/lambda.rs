//! The entry point of every program.

use std::sync::Arc;

use foyer_domain::time::Timestamp;
pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, Missing, environment};
use crate::logging::filter;
use crate::operation::Handler;
use crate::passwords::Cost;
use crate::platform::Platform;
use crate::system::{OsEntropy, SystemClock};
use crate::{Deps, Operation, Wiring, sealing};

/// Names the operation that a function of a program runs: what the template calls its `Handler`.
const HANDLER: &str = "_HANDLER";

/// Runs one of a program's operations as this process's Lambda function: the one that the function's handler names.
pub fn run(operations: &[Operation]) -> Result<(), Error> {
    log();
    let operation = chosen(operations, environment(HANDLER))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let platform = Platform::from_lookup(environment)?;
        let handler = operation.wire(&Wiring::new(&platform, &environment))?;
        let config = Config::from_lookup(environment)?;
        let store = foyer_store::Store::connect(&platform.service("DYNAMODB"), config.tables.clone());
        let deps = Deps::new(store, config, Arc::new(SystemClock), Arc::new(OsEntropy), Cost::DEPLOYED);
        let mut deps = deps.map_err(|problem| Error::from(format!("{problem:?}")))?;
        // Only functions that seal or open secrets are told where the key is, and may read it.
        if environment(sealing::SECRET).is_some() {
            deps = deps.with_sealer(sealing::load(&platform, environment).await?);
        }
        // A database that does not answer now may do so when the first request comes.
        if let Err(error) = deps.store.warm_up().await {
            tracing::warn!(%error, "the connection could not be warmed");
        }
        serve(handler, deps).await
    })
}

fn chosen(operations: &[Operation], handler: Option<String>) -> Result<&Operation, Error> {
    let name = handler.ok_or(Missing(HANDLER))?;
    let found = operations.iter().find(|operation| operation.name == name);
    found.ok_or_else(|| Error::from(format!("this program has no operation {name}: correct the function's Handler")))
}

async fn serve(handler: Handler, deps: Deps) -> Result<(), Error> {
    match handler {
        Handler::Http(handler) => {
            let answer = |request| {
                let answering = handler(deps.clone(), request);
                async { Ok::<_, std::convert::Infallible>(answering.await) }
            };
            lambda_http::run(service_fn(answer)).await
        }
        Handler::Event(handler) => {
            let answer = |event: LambdaEvent<Value>| {
                let deadline = i64::try_from(event.context.deadline).ok().and_then(|millis| Timestamp::from_millisecond(millis).ok());
                let request = crate::deps::RequestFacts { request_id: event.context.request_id, ..Default::default() };
                let deps = deps.for_request(request);
                let deps = match deadline {
                    Some(deadline) => deps.ending_at(deadline),
                    None => deps,
                };
                handler(deps, event.payload)
            };
            lambda_runtime::run(service_fn(answer)).await
        }
    }
}

fn log() {
    let level = environment("LOG_LEVEL").unwrap_or_else(|| "info".into());
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true).without_time();
    tracing_subscriber::registry().with(lines.with_filter(filter(&level, Level::INFO))).init();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::EventFailure;

    #[test]
    fn the_handler_names_the_operation_and_an_unknown_one_is_refused_with_what_to_do() {
        let operation = |name| Operation::event(name, "", |_, event: Value| async { Ok::<_, EventFailure>(event) });
        let operations = [operation("sweep-here"), operation("sweep-there")];
        let of = |name: &str| chosen(&operations, Some(name.to_owned()));
        assert_eq!(of("sweep-there").unwrap().name, "sweep-there");
        let refusals = [of("bootstrap").unwrap_err().to_string(), chosen(&operations, None).unwrap_err().to_string()];
        assert_eq!(
            refusals,
            ["this program has no operation bootstrap: correct the function's Handler", "the environment variable _HANDLER is not set"]
        );
    }
}
