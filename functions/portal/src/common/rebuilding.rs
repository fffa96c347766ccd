//! What is made anew of a tenant, step by step: how far it is stands in a row, and who finds that another takes the same
//! steps leaves them to him.

use foyer_domain::id::TenantId;
use foyer_domain::tickets::Queue;
use foyer_kit::Deps;
use foyer_kit::operation::EventFailure;
use foyer_store::{Entity, PageRequest, Versioned};

/// Begins the row that says how far it is, where there is none yet; `overtaken` is what is said where somebody else did.
pub async fn begin<T: Entity>(deps: &Deps, first: T, overtaken: &str) -> Result<Versioned<T>, EventFailure> {
    if deps.store.insert(&first).await? {
        return Ok(Versioned { value: first, version: 1 });
    }
    Err(EventFailure(overtaken.into()))
}

/// Notes a step, unless somebody else did.
pub async fn next<T: Entity>(deps: &Deps, from: Versioned<T>, to: T, overtaken: &str) -> Result<Versioned<T>, EventFailure> {
    if deps.store.update(&from, &to).await? {
        return Ok(Versioned { value: to, version: from.version + 1 });
    }
    Err(EventFailure(overtaken.into()))
}

/// The queue behind this one. A page without one may be of a queue that cannot be read; the last has no next page.
pub async fn next_queue(deps: &Deps, tenant: TenantId, mut after: Option<String>) -> Result<Option<Queue>, EventFailure> {
    loop {
        let mut page = deps.store.queues(tenant, &PageRequest { limit: 1, after }).await?;
        if page.rows.is_empty() && page.next.is_some() {
            after = page.next;
            continue;
        }
        return Ok(page.rows.pop());
    }
}
