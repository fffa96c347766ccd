//! A function with what it runs on.

use foyer_domain::time::SignedDuration;
use foyer_kit::deps::RequestFacts;
use foyer_kit::operation::{EventFailure, Handler};
use foyer_kit::{Deps, Operation};
use foyer_store::meter::Spent;
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::roles::{self, Grants};
use crate::template::Trigger;

/// A function with what it runs on.
pub(crate) struct Wired {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
    pub(crate) deps: Deps,
    pub(crate) grants: Grants,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) timeout: SignedDuration,
}

impl Wired {
    /// Invokes it with an event, as Lambda would; says what it spent in the database.
    pub(crate) async fn invoke(&self, event: Value) -> (Result<Value, EventFailure>, Spent) {
        let Handler::Event(handler) = &self.handler else {
            return (Err(EventFailure(format!("{} takes requests, not events", self.operation.name))), Spent::default());
        };
        let facts = RequestFacts { request_id: self.deps.commit_token(), ..RequestFacts::default() };
        let deps = self.deps.for_request(facts).ending_at(self.deps.now() + self.timeout);
        // A task of its own, so that a panic is this invocation's alone, as it is in Lambda.
        let outcome = Running(tokio::spawn(handler(deps.clone(), event))).await;
        let spent = deps.store.meter().spent();
        match roles::denied(&self.grants, &spent, &deps.config) {
            Some(denied) => (Err(EventFailure(denied)), spent),
            None => (outcome, spent),
        }
    }
}

/// An invocation. Dropping it kills it, as the end of a process would.
struct Running(JoinHandle<Result<Value, EventFailure>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Future for Running {
    type Output = Result<Value, EventFailure>;

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        std::pin::Pin::new(&mut self.0).poll(context).map(|outcome| match outcome {
            Ok(outcome) => outcome,
            Err(error) => Err(EventFailure(format!("the handler panicked: {error}"))),
        })
    }
}
