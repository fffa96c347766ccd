//! An operation: its name, how it is run, and its contract.

use std::future::Future;
use std::sync::Arc;

use foyer_store::Ahead;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::caller::Caller;
use crate::config::Missing;
use crate::content::{Answered, Content};
use crate::intake::Intake;
use crate::token::{Hints, ReadAhead};
use crate::wiring::Wiring;
use crate::{Deps, Problem, Reply};

/// One operation, one Lambda.
#[derive(Clone)]
pub struct Operation {
    /// Its name in verb-noun form: the template, as the function's handler, and the samples use it.
    pub name: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// How it is run.
    pub run: Run,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How an operation is invoked.
#[derive(Clone)]
pub enum Run {
    /// By a request through API Gateway.
    Http(HttpOperation),
    /// By an event: a direct invocation, a schedule, a stream or a queue.
    Event(Make<EventHandler>),
}

/// Makes what runs an operation, with the clients that it needs; they are made for no other.
pub type Make<H> = Arc<dyn Fn(&Wiring) -> Result<H, Missing> + Send + Sync>;

/// An operation that can be run.
#[derive(Clone)]
pub enum Handler {
    /// It answers requests.
    Http(HttpHandler),
    /// It answers events.
    Event(EventHandler),
}

/// An operation behind a route.
#[derive(Clone)]
pub struct HttpOperation {
    /// Makes what runs it.
    pub make: Make<HttpHandler>,
    /// Describes it.
    pub contract: fn(&mut SchemaGenerator) -> Contract,
}

/// Answers a request.
pub type HttpHandler = Arc<dyn Fn(Deps, lambda_http::Request) -> BoxFuture<'static, http::Response<lambda_http::Body>> + Send + Sync>;

/// Answers an event; an error makes the invocation fail, so that it is retried or dead-lettered.
pub type EventHandler = Arc<dyn Fn(Deps, Value) -> BoxFuture<'static, Result<Value, EventFailure>> + Send + Sync>;

/// Why an event was not handled.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EventFailure(pub String);

impl From<EventFailure> for lambda_runtime::Diagnostic {
    fn from(failure: EventFailure) -> Self {
        Self { error_type: "EventFailure".into(), error_message: failure.0 }
    }
}

impl From<foyer_store::StoreError> for EventFailure {
    fn from(error: foyer_store::StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<foyer_store::CommitError> for EventFailure {
    fn from(error: foyer_store::CommitError) -> Self {
        Self(error.to_string())
    }
}

impl From<Problem> for EventFailure {
    fn from(problem: Problem) -> Self {
        Self(problem.hidden_cause().map_or_else(|| problem.document("").to_string(), str::to_owned))
    }
}

/// What the OpenAPI document says of an operation.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The input: path, query and body in one object.
    pub input: Schema,
    /// The types that its body may be of.
    pub media_types: &'static [&'static str],
    /// The output.
    pub output: Answered,
    /// Whether a session is needed.
    pub signed_in: bool,
}

impl Operation {
    /// An operation behind a route.
    pub fn http<C, I, O, F, R>(name: &'static str, summary: &'static str, handle: F) -> Self
    where
        C: Caller,
        I: Intake,
        O: Content,
        F: Fn(Deps, C, I) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Reply<O>, Problem>> + Send + 'static,
    {
        Self::routed(name, summary, None, |_| Ok(()), move |deps, caller, input, ()| handle(deps, caller, input))
    }

    /// The same, with the rows that are read with the session. The handler gets them from the finders that it would
    /// call anyway, without another wait.
    pub fn http_ahead<C, I, O, F, R>(name: &'static str, summary: &'static str, ahead: fn(&Hints, &I) -> Vec<Ahead>, handle: F) -> Self
    where
        C: Caller,
        I: Intake,
        O: Content,
        F: Fn(Deps, C, I) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Reply<O>, Problem>> + Send + 'static,
    {
        Self::routed(name, summary, Some(ahead), |_| Ok(()), move |deps, caller, input, ()| handle(deps, caller, input))
    }

    /// An operation behind a route, with what `clients` makes: services beside the database.
    pub fn http_with<C, I, O, W, F, R>(
        name: &'static str,
        summary: &'static str,
        clients: fn(&Wiring) -> Result<W, Missing>,
        handle: F,
    ) -> Self
    where
        C: Caller,
        I: Intake,
        O: Content,
        W: Clone + Send + Sync + 'static,
        F: Fn(Deps, C, I, W) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Reply<O>, Problem>> + Send + 'static,
    {
        Self::routed(name, summary, None, clients, handle)
    }

    /// The same, with the rows that are read with the session.
    pub fn http_ahead_with<C, I, O, W, F, R>(
        name: &'static str,
        summary: &'static str,
        ahead: fn(&Hints, &I) -> Vec<Ahead>,
        clients: fn(&Wiring) -> Result<W, Missing>,
        handle: F,
    ) -> Self
    where
        C: Caller,
        I: Intake,
        O: Content,
        W: Clone + Send + Sync + 'static,
        F: Fn(Deps, C, I, W) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Reply<O>, Problem>> + Send + 'static,
    {
        Self::routed(name, summary, Some(ahead), clients, handle)
    }

    fn routed<C, I, O, W, F, R>(
        name: &'static str,
        summary: &'static str,
        ahead: ReadAhead<I>,
        clients: fn(&Wiring) -> Result<W, Missing>,
        handle: F,
    ) -> Self
    where
        C: Caller,
        I: Intake,
        O: Content,
        W: Clone + Send + Sync + 'static,
        F: Fn(Deps, C, I, W) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<Reply<O>, Problem>> + Send + 'static,
    {
        let make: Make<HttpHandler> = Arc::new(move |wiring: &Wiring| {
            let (clients, handle) = (clients(wiring)?, handle.clone());
            let handle = move |deps, caller, input| handle(deps, caller, input, clients.clone());
            Ok(Arc::new(move |deps, request| crate::http::serve::<C, I, O, _, R>(name, deps, request, ahead, handle.clone()).boxed()))
        });
        Self { name, summary, run: Run::Http(HttpOperation { make, contract: contract::<C, I, O> }) }
    }

    /// An operation behind an event.
    pub fn event<E, O, F, R>(name: &'static str, summary: &'static str, handle: F) -> Self
    where
        E: DeserializeOwned + Send + 'static,
        O: Serialize + 'static,
        F: Fn(Deps, E) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<O, EventFailure>> + Send + 'static,
    {
        Self::event_with(name, summary, |_| Ok(()), move |deps, event, ()| handle(deps, event))
    }

    /// The same, with what `clients` makes: services beside the database.
    pub fn event_with<E, O, W, F, R>(
        name: &'static str,
        summary: &'static str,
        clients: fn(&Wiring) -> Result<W, Missing>,
        handle: F,
    ) -> Self
    where
        E: DeserializeOwned + Send + 'static,
        O: Serialize + 'static,
        W: Clone + Send + Sync + 'static,
        F: Fn(Deps, E, W) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<O, EventFailure>> + Send + 'static,
    {
        let make: Make<EventHandler> = Arc::new(move |wiring: &Wiring| {
            let (clients, handle) = (clients(wiring)?, handle.clone());
            Ok(Arc::new(move |deps, event| {
                let (clients, handle) = (clients.clone(), handle.clone());
                async move {
                    let event = serde_path_to_error::deserialize(event).map_err(|error| EventFailure(format!("{name}: {error}")))?;
                    let output = handle(deps.clone(), event, clients).await;
                    deps.tell_unreadable();
                    serde_json::to_value(output?).map_err(|error| EventFailure(error.to_string()))
                }
                .boxed()
            }))
        });
        Self { name, summary, run: Run::Event(make) }
    }

    /// What runs it, with its clients.
    pub fn wire(&self, wiring: &Wiring) -> Result<Handler, Missing> {
        match &self.run {
            Run::Http(http) => (http.make)(wiring).map(Handler::Http),
            Run::Event(make) => make(wiring).map(Handler::Event),
        }
    }
}

fn contract<C: Caller, I: Intake, O: Content>(generator: &mut SchemaGenerator) -> Contract {
    Contract { input: I::describe(generator), media_types: I::MEDIA_TYPES, output: O::describe(generator), signed_in: C::SIGNED_IN }
}
