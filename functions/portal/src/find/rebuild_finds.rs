//! Makes all that a tenant finds anew: of every record as it is, and nothing of what is gone. Invoked by an operator
//! (`make invoke OP=rebuild-finds`), once more as long as it answers `"done": false`; it goes on where it stopped.
//!
//! What is found stays and stays right meanwhile.

use foyer_domain::find::{Found, Sort};
use foyer_domain::id::TenantId;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_store::keeping::{CARD_SHARDS, FindsHead, Work};
use foyer_store::tickets::{Source, Span};
use foyer_store::{Key, PageRequest, Versioned};
use futures::stream::{self, StreamExt as _};
use serde::{Deserialize, Serialize};

use crate::common::rebuilding::{begin, next, next_queue};

/// Whose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The tenant.
    pub tenant_id: TenantId,
}

/// How far it came.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Records that were looked at since it was begun.
    pub records: u64,
    /// What comes next; `rest` if that was the end.
    pub next: Work,
    /// Whether that was the end.
    pub done: bool,
}

/// Records of one step.
const AT_ONCE: u32 = 50;
/// Of them, those that are kept at the same time.
const TOGETHER: usize = 8;
/// Steps of one invocation: they take about a minute.
const STEPS: u32 = 40;
/// What is said to who takes the same steps at the same time.
const OVERTAKEN: &str = "somebody else rebuilds what is found";

/// The operation.
pub fn operation() -> Operation {
    Operation::event("rebuild-finds", "Make what a tenant finds anew", handle)
}

/// Handles one invocation.
pub async fn handle(deps: Deps, input: Input) -> Result<Output, EventFailure> {
    let mut head = head(&deps, input.tenant_id).await?;
    if let Some(first) = head.value.begun() {
        head = next(&deps, head, first, OVERTAKEN).await?;
    }
    for _ in 0..STEPS {
        if head.value.work == Work::Rest || deps.is_nearly_over() {
            break;
        }
        let to = step(&deps, &head.value).await?;
        head = next(&deps, head, to, OVERTAKEN).await?;
    }
    let FindsHead { work, records, .. } = head.value;
    Ok(Output { records, done: work == Work::Rest, next: work })
}

async fn head(deps: &Deps, tenant: TenantId) -> Result<Versioned<FindsHead>, EventFailure> {
    if let Some(head) = deps.store.finds_head(tenant).await? {
        return Ok(head);
    }
    begin(deps, FindsHead::first(tenant), OVERTAKEN).await
}

/// One step: what comes after it.
async fn step(deps: &Deps, head: &FindsHead) -> Result<FindsHead, EventFailure> {
    let tenant = head.tenant_id;
    let then = |records: usize, work| FindsHead { work, records: head.records + u64::try_from(records).unwrap_or(0), ..head.clone() };
    match &head.work {
        Work::Rest => Ok(head.clone()),
        Work::Keep { sort, after } => {
            let (records, after) = page(deps, tenant, *sort, after.clone()).await?;
            keep(deps, tenant, &records, true).await?;
            let work = match after {
                Some(after) => Work::Keep { sort: *sort, after: Some(after) },
                None => behind(*sort),
            };
            Ok(then(records.len(), work))
        }
        Work::Tickets { queue: Some(queue), after: Some(after) } => {
            let span = Span { after: Some(after.clone()).filter(|after| !after.is_empty()), ..Span::default() };
            let page = deps.store.tickets(tenant, &[Source::InQueue(*queue)], &span, AT_ONCE).await?;
            let records: Vec<Found> = page.rows.iter().map(|(_, ticket)| Found::Ticket(ticket.ticket_id)).collect();
            keep(deps, tenant, &records, true).await?;
            Ok(then(records.len(), Work::Tickets { queue: Some(*queue), after: page.next }))
        }
        Work::Tickets { queue, after: _ } => {
            // A queue that is made meanwhile stands before these; its tickets are kept when they change.
            let after = queue.map(|queue| Key::queue(tenant, queue).sk);
            Ok(match next_queue(deps, tenant, after).await? {
                Some(queue) => then(0, Work::Tickets { queue: Some(queue.queue_id), after: Some(String::new()) }),
                None => then(0, Work::Clear { shard: 0, after: None }),
            })
        }
        Work::Clear { shard, after } => {
            let (records, after) = deps.store.kept_records(tenant, *shard, after.as_deref(), AT_ONCE).await?;
            keep(deps, tenant, &records, false).await?;
            Ok(match after {
                Some(after) => then(0, Work::Clear { shard: *shard, after: Some(after) }),
                None if shard + 1 < CARD_SHARDS => then(0, Work::Clear { shard: shard + 1, after: None }),
                None => head.done(),
            })
        }
    }
}

/// What is kept after all records of a sort.
fn behind(sort: Sort) -> Work {
    let after = |sort| Work::Keep { sort, after: None };
    match sort {
        Sort::Contact => after(Sort::Customer),
        Sort::Customer => after(Sort::Organisation),
        Sort::Organisation => after(Sort::Staff),
        Sort::Staff | Sort::Ticket => Work::Tickets { queue: None, after: None },
    }
}

/// Some records of a sort other than tickets, and behind which to go on.
async fn page(deps: &Deps, tenant: TenantId, sort: Sort, after: Option<String>) -> Result<(Vec<Found>, Option<String>), EventFailure> {
    let (store, request) = (&deps.store, PageRequest { limit: AT_ONCE, after });
    Ok(match sort {
        Sort::Contact => {
            let page = store.contacts(tenant, &request).await?;
            (page.rows.iter().map(|row| Found::Contact(row.contact_id)).collect(), page.next)
        }
        Sort::Customer => {
            let page = store.customers(tenant, &request).await?;
            (page.rows.iter().map(|row| Found::Customer(row.customer_id)).collect(), page.next)
        }
        Sort::Organisation => {
            let page = store.organisations(tenant, &request).await?;
            (page.rows.iter().map(|row| Found::Organisation(row.organisation_id)).collect(), page.next)
        }
        Sort::Staff => {
            let page = store.staff(tenant, &request).await?;
            (page.rows.iter().map(|row| Found::Staff(row.identity_id)).collect(), page.next)
        }
        Sort::Ticket => (Vec::new(), None),
    })
}

/// Keeps records, several at once. One that cannot be read is noted and left out.
async fn keep(deps: &Deps, tenant: TenantId, records: &[Found], anew: bool) -> Result<(), EventFailure> {
    let kept = stream::iter(records.to_vec()).map(|found| {
        let deps = deps.clone();
        async move {
            let kept = deps.store.keep_found(tenant, found, anew, || deps.commit_token());
            deps.unless_unreadable(kept).await
        }
    });
    let mut kept = kept.buffer_unordered(TOGETHER);
    while let Some(outcome) = kept.next().await {
        outcome?;
    }
    Ok(())
}
