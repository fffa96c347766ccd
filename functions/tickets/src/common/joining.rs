//! Joining the normal lane of a queue: the number is taken before the transaction that writes the ticket, so that
//! joiners never conflict (decision 45). Who does not get to use it gives it back before he answers or looks again:
//! until then it counts as one that waits, in the places that others see.

use foyer_domain::id::{QueueId, TenantId};
use foyer_kit::Deps;
use foyer_store::{Clash, CommitError, StoreError};

/// A number that was taken, and that no ticket owns yet.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Taken {
    tenant: TenantId,
    queue: QueueId,
    /// The number.
    pub number: u64,
}

/// Takes a number, and says how many wait before it; `None` if the queue takes no tickets.
pub async fn join(deps: &Deps, tenant: TenantId, queue: QueueId) -> Result<Option<(Taken, u64)>, StoreError> {
    let (lanes, taken) = futures::join!(deps.store.lanes(tenant, queue), take(deps, tenant, queue));
    let Some(taken) = taken? else { return Ok(None) };
    match lanes {
        Ok(lanes) => Ok(Some((taken, lanes.waiting_before(taken.number)))),
        Err(error) => {
            taken.give_back(deps).await;
            Err(error)
        }
    }
}

/// Takes a number; `None` if the queue takes no tickets.
pub async fn take(deps: &Deps, tenant: TenantId, queue: QueueId) -> Result<Option<Taken>, StoreError> {
    let number = deps.store.take_number(tenant, queue, &deps.commit_token()).await?;
    Ok(number.map(|number| Taken { tenant, queue, number }))
}

impl Taken {
    /// What became of the commit that was to use the number: if it failed, the number is given back.
    pub async fn settle<T>(self, deps: &Deps, outcome: Result<T, CommitError>) -> Result<T, CommitError> {
        match &outcome {
            // The sweep gave it to nobody already.
            Ok(_) | Err(CommitError::Clash(Clash::NumberVoided)) => {}
            Err(_) => self.give_back(deps).await,
        }
        outcome
    }

    /// The answer does not depend on it: what cannot be given back is a hole like any other, and the sweep's.
    pub async fn give_back(self, deps: &Deps) {
        let given_back = deps.store.give_back((self.tenant, self.queue), self.number, deps.now(), deps.commit_token()).await;
        if let Err(error) = given_back {
            tracing::warn!(%error, queue = %self.queue, number = self.number, "a number is left to the sweep");
        }
    }
}
