//! Creates a queue 队列. For administrators; nobody serves it yet. No events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::policy::Action;
use foyer_domain::text::Name;
use foyer_domain::tickets::departures::Lanes;
use foyer_domain::tickets::{Queue, ServiceLevel};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::queue_views::{QueueDetail, Service};

/// The queue that is wanted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name, 1 to 100 characters.
    #[schemars(with = "String")]
    pub name: Name,
    /// How fast it means to be, if it says so.
    #[schemars(with = "Option<Service>")]
    pub service: Option<ServiceLevel>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("create-queue", "Create a queue", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    caller.require(Action::ManageQueues(caller.tenant_id()))?;
    let queue = Queue { service: input.service, ..Queue::new(caller.tenant_id(), deps.new_id(), input.name) };
    let commit = deps.commit().create_queue(&queue, deps.now());
    let changes = vec![Change::set("name", queue.name.as_str())];
    let commit = deps.audit(commit, &caller, Act::QueueCreated, queue.queue_id.to_string(), changes);
    let reply = Reply::created(format!("/api/queues/{}", queue.queue_id), QueueDetail::of(&queue, &Lanes::default(), Vec::new()));
    Ok(deps.finish(commit, reply).await?)
}
