//! One queue with what waits in it, who serves it, and how fast it means to be. For administrators and who
//! serves it; others get 404. No events.

use foyer_domain::id::QueueId;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{Found, QueueDetail, edition, find};

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
    let Found { queue, lanes, members } = find(&deps, tenant, input.queue_id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(QueueDetail::of(&queue.value, &lanes, members)).edition(&edition(&queue.value)?))
}
