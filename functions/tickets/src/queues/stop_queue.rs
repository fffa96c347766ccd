//! Stops a queue: it takes no tickets any more and is not offered to customers. Refused while tickets wait,
//! unless they are to be moved to another queue: then `sweep-queues` moves them, some at a time, in their
//! order. For administrators; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::id::QueueId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::{Queue, QueueState};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError, wait_turn};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{Found, QueueDetail, find};
use crate::problems;

/// Which queue, and where to with what waits.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The queue.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// The queue that waiting tickets are moved to. They wait there behind those that wait there already.
    #[schemars(with = "Option<String>")]
    pub move_to: Option<QueueId>,
}

/// Customers who join meanwhile keep the queue from being stopped this often.
const TRIES: u32 = 8;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("stop-queue", "Stop a queue", handle)
}

/// Handles the stop.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageQueues(tenant))?;
    let target = async {
        let Some(into) = input.move_to else { return Ok(()) };
        let target = deps.store.queue(tenant, into).await?.filter(|target| target.value.is_open() && into != input.queue_id);
        target.map(|_| ()).ok_or_else(problems::no_target_queue)
    };
    // The commit holds the queue against what it was, and the head against what it had given out.
    let look = async || find(&deps, tenant, input.queue_id).await?.ok_or_else(Problem::not_found);
    let ((), mut found) = futures::try_join!(target, look())?;
    for attempt in 1..=TRIES {
        let Found { queue: read, lanes, members } = found;
        let waiting = lanes.waiting();
        let state = match (&read.value.state, input.move_to) {
            (QueueState::Stopped { .. }, _) => return Err(problems::stopped_already()),
            (QueueState::Stopping { .. } | QueueState::Open, _) if waiting == 0 => QueueState::Stopped { at: deps.now() },
            (QueueState::Stopping { .. } | QueueState::Open, Some(into)) => QueueState::Stopping { into },
            (QueueState::Stopping { .. } | QueueState::Open, None) => return Err(problems::queue_not_empty(waiting)),
        };
        let next = Queue { state, ..read.value.clone() };
        let commit = deps.commit().close_queue(&read, &next, lanes.normal.next);
        let changes = vec![Change::new("state", Some(read.value.state.as_str()), Some(next.state.as_str()))];
        let commit = deps.audit(commit, &caller, Act::QueueStopped, next.queue_id.to_string(), changes);
        match deps.finish(commit, Reply::ok(QueueDetail::of(&next, &lanes, members))).await {
            // Somebody joined, or a ticket became urgent: look again.
            Err(CommitError::Clash(Clash::QueueChanged | Clash::Stale)) => wait_turn(&deps.commit_token(), attempt).await,
            outcome => return Ok(outcome?),
        }
        found = look().await?;
    }
    Err(Problem::unavailable("the queue was joined in every attempt to stop it"))
}
