//! Creates a queue 队列, under a name that no other has. For administrators; nobody serves it yet. No events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::policy::Action;
use foyer_domain::text::{Line, Name};
use foyer_domain::tickets::departures::Lanes;
use foyer_domain::tickets::{Queue, ServiceLevel};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{QueueDetail, Service};
use crate::problems;

/// The queue that is wanted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name, 1 to 100 characters.
    #[schemars(with = "String")]
    pub name: Name,
    /// What it is for, in a line for customers who choose, up to 200 characters.
    #[schemars(with = "Option<String>")]
    pub about: Option<Line<200>>,
    /// How fast it means to be, if it says so.
    #[schemars(with = "Option<Service>")]
    pub service: Option<ServiceLevel>,
}

/// Queues that others make at the same time.
const CODES_TRIED: u32 = 3;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("create-queue", "Create a queue", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    caller.require(Action::ManageQueues(caller.tenant_id()))?;
    let queue_id = deps.new_id();
    for _ in 0..CODES_TRIED {
        let code = deps.store.next_queue_code(caller.tenant_id()).await?;
        let queue = Queue {
            about: input.about.clone(),
            service: input.service.clone(),
            ..Queue::new(caller.tenant_id(), queue_id, code, input.name.clone())
        };
        let commit = deps.commit().create_queue(&queue);
        let changes = vec![Change::set("name", queue.name.as_str())];
        let commit = deps.audit(commit, &caller, Act::QueueCreated, queue_id.to_string(), changes);
        let reply = Reply::created(format!("/api/queues/{queue_id}"), QueueDetail::of(&queue, &Lanes::default(), Vec::new()));
        match deps.finish(commit, reply).await {
            Err(CommitError::Clash(Clash::CodeTaken)) => {}
            Err(CommitError::Clash(Clash::NameTaken)) => return Err(problems::name_taken()),
            outcome => return Ok(outcome?),
        }
    }
    Err(problems::codes_taken())
}
