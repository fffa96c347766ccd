//! One queue with what waits in it, who serves it, and how fast it means to be. For administrators and who
//! serves it; others get 404. No events.

use foyer_domain::id::QueueId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{QueueDetail, members};

/// Which queue.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-queue", "Show one queue", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ViewQueue(tenant, input.queue_id))?;
    let (queue, lanes) = (deps.store.queue(tenant, input.queue_id), deps.store.lanes(tenant, input.queue_id));
    let (queue, lanes, serving) = futures::try_join!(queue, lanes, members(&deps, tenant, input.queue_id))?;
    let queue = queue.ok_or_else(Problem::not_found)?.value;
    Ok(Reply::ok(QueueDetail::of(&queue, &lanes, serving)))
}
