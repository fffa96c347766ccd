//! Renames a queue, says what it is for, or how fast it means to be (F32). For administrators; no events. Tickets keep the
//! name that the queue had when they were submitted.

use foyer_domain::audit::{Act, Change};
use foyer_domain::id::QueueId;
use foyer_domain::policy::Action;
use foyer_domain::text::{Line, Name};
use foyer_domain::tickets::{Queue, ServiceLevel};
use foyer_kit::{Deps, Operation, Patch, Problem, Reply, Staff};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{Found, QueueDetail, Service, edition, find};
use crate::problems;

/// What is changed: fields that are left out stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The queue.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// Name, 1 to 100 characters.
    #[schemars(with = "Option<String>")]
    pub name: Option<Name>,
    /// What it is for, in a line for customers who choose, up to 200 characters; null for nothing.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub about: Patch<Line<200>>,
    /// How fast it means to be; null for no promise.
    #[serde(default)]
    #[schemars(with = "Option<Service>")]
    pub service: Patch<ServiceLevel>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("edit-queue", "Rename a queue or set its targets", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageQueues(tenant))?;
    let Found { queue: read, lanes, members } = find(&deps, tenant, input.queue_id).await?.ok_or_else(Problem::not_found)?;
    let before = &read.value;
    let next = Queue {
        name: input.name.unwrap_or_else(|| before.name.clone()),
        about: input.about.over(&before.about),
        service: input.service.over(&before.service),
        ..before.clone()
    };
    deps.unless_stale(&edition(before)?, || QueueDetail::of(before, &lanes, members.clone()))?;
    let detail = QueueDetail::of(&next, &lanes, members.clone());
    let commit = deps.commit().edit_queue(&read, &next);
    let commit = deps.audit(commit, &caller, Act::QueueEdited, next.queue_id.to_string(), changes(before, &next));
    let outcome = deps.finish(commit, Reply::ok(detail).edition(&edition(&next)?)).await;
    if let Err(CommitError::Clash(Clash::NameTaken)) = outcome {
        return Err(problems::name_taken());
    }
    let now = async {
        let now = deps.store.queue(tenant, input.queue_id).await?.ok_or_else(Problem::not_found)?.value;
        Ok((edition(&now)?, QueueDetail::of(&now, &lanes, members)))
    };
    deps.unless_overtaken(outcome, now).await
}

fn changes(before: &Queue, next: &Queue) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.name != next.name {
        changes.push(Change::new("name", Some(before.name.as_str()), Some(next.name.as_str())));
    }
    if before.about != next.about {
        changes.push(Change::new("about", before.about.as_ref().map(Line::as_str), next.about.as_ref().map(Line::as_str)));
    }
    let target = |queue: &Queue, of: fn(&ServiceLevel) -> Option<foyer_domain::tickets::queue::Target>| {
        queue.service.as_ref().and_then(of).map(|target| u32::from(target).to_string())
    };
    for (field, of) in [
        ("first_response_minutes", (|service| service.first_response) as fn(&ServiceLevel) -> _),
        ("completion_minutes", |service| service.completion),
    ] {
        let (old, new) = (target(before, of), target(next, of));
        if old != new {
            changes.push(Change::new(field, old.as_deref(), new.as_deref()));
        }
    }
    changes
}
