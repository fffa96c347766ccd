//! Counts all tickets of a tenant anew and shows those figures from then on. Invoked by an operator
//! (`make invoke OP=rebuild-home`), once more as long as it answers `"done": false`.
//!
//! The figures that are shown stay and stay right meanwhile: tickets that move are counted in both.

use foyer_domain::id::TenantId;
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_store::home::{HomeHead, Work};
use foyer_store::tickets::{Source, Span};
use foyer_store::{Key, Versioned};
use serde::{Deserialize, Serialize};

use crate::common::rebuilding::{begin, next, next_queue};

/// Whose figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The tenant.
    pub tenant_id: TenantId,
}

/// How far it came.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Tickets counted by this invocation.
    pub tickets: usize,
    /// Whether that was the end.
    pub done: bool,
}

/// Tickets, or rows to be removed, of one step.
const AT_ONCE: u32 = 50;
/// Steps of one invocation: they take about 20 s.
const STEPS: u32 = 20;
/// What is said to who takes the same steps at the same time.
const OVERTAKEN: &str = "somebody else rebuilds these figures";

/// The operation.
pub fn operation() -> Operation {
    Operation::event("rebuild-home", "Count a tenant's tickets anew", handle)
}

/// Handles one invocation.
pub async fn handle(deps: Deps, input: Input) -> Result<Output, EventFailure> {
    let mut head = head(&deps, input.tenant_id).await?;
    if head.value.work == Work::Rest {
        let work = Work::Build { generation: head.value.shown + 1, queue: None, after: None };
        head = next(&deps, head.clone(), HomeHead { work, ..head.value }, OVERTAKEN).await?;
    }
    let mut tickets = 0;
    for _ in 0..STEPS {
        let (counted, to) = step(&deps, &head.value).await?;
        tickets += counted;
        head = next(&deps, head, to, OVERTAKEN).await?;
        if head.value.work == Work::Rest {
            return Ok(Output { tickets, done: true });
        }
    }
    Ok(Output { tickets, done: false })
}

async fn head(deps: &Deps, tenant: TenantId) -> Result<Versioned<HomeHead>, EventFailure> {
    if let Some(head) = deps.store.home_head(tenant).await? {
        return Ok(head);
    }
    begin(deps, HomeHead::first(tenant), OVERTAKEN).await
}

/// One step: how many tickets it counted, and what comes after it.
async fn step(deps: &Deps, head: &HomeHead) -> Result<(usize, HomeHead), EventFailure> {
    let then = |work| HomeHead { work, ..head.clone() };
    match &head.work {
        Work::Rest => Ok((0, head.clone())),
        Work::Clear { generation } => {
            let empty = deps.store.clear_figures(head.tenant_id, *generation, AT_ONCE).await?;
            Ok((0, if empty { then(Work::Rest) } else { head.clone() }))
        }
        Work::Build { generation, queue: Some(queue), after: Some(after) } => {
            let span = Span { after: Some(after.clone()).filter(|after| !after.is_empty()), ..Span::default() };
            let page = deps.store.tickets(head.tenant_id, &[Source::InQueue(*queue)], &span, AT_ONCE).await?;
            for (_, ticket) in &page.rows {
                let counted = deps.store.count_ticket_in(head.tenant_id, *generation, ticket.ticket_id, deps.now(), || deps.commit_token());
                deps.unless_unreadable(counted).await?;
            }
            Ok((page.rows.len(), then(Work::Build { generation: *generation, queue: Some(*queue), after: page.next })))
        }
        Work::Build { generation, queue, after: _ } => {
            // A queue that is made meanwhile stands before these; its tickets are counted when they move.
            let after = queue.map(|queue| Key::queue(head.tenant_id, queue).sk);
            Ok(match next_queue(deps, head.tenant_id, after).await? {
                Some(queue) => {
                    let work = Work::Build { generation: *generation, queue: Some(queue.queue_id), after: Some(String::new()) };
                    (0, then(work))
                }
                None => (0, HomeHead { shown: *generation, by_state: true, work: Work::Clear { generation: head.shown }, ..head.clone() }),
            })
        }
    }
}
