//! The open tickets of an identity, and handing them to a successor.

use foyer_domain::directory::Party;
use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::identity::{Account, IdentityState};
use foyer_domain::tickets::Ticket;
use foyer_kit::{Deps, Problem, Staff};
use foyer_messaging::event::{Event, TicketsHandedOver};
use foyer_store::directory::Record;
use foyer_store::tickets::{Source, Span};
use foyer_store::{Commit, Key, StoreError, Versioned};

use crate::common::managed::Managed;
use crate::problems;

/// Tickets that one transaction can take beside everything else that it holds.
const MOST_HANDED_OVER: usize = 60;

/// The identity's open tickets, newest first, up to 100.
pub async fn of(deps: &Deps, tenant: TenantId, identity: IdentityId) -> Result<Vec<Versioned<Ticket>>, StoreError> {
    let page = deps.store.tickets(tenant, &[Source::SubmittedBy(identity)], &Span::default(), 100).await?;
    let mut open = Vec::new();
    for (_, ticket) in page.rows.iter().filter(|(_, ticket)| ticket.state.is_open()) {
        // The list may be a moment old; what is handed over must not.
        let now = deps.store.get::<Ticket>(&Key::ticket(tenant, ticket.ticket_id)).await?;
        open.extend(now.filter(|now| now.value.state.is_open() && now.value.submitter == identity));
    }
    Ok(open)
}

/// Who takes over: another active identity of the same customer or organisation.
#[derive(Debug, Clone)]
pub struct Successor {
    account: Account,
    identity: IdentityId,
    party: Party,
}

/// Finds the successor of `leaving`, who must not be leaving too.
pub async fn successor(deps: &Deps, caller: &Staff, id: IdentityId, leaving: &[&Managed]) -> Result<Successor, Problem> {
    let account = deps.store.account_of(caller.tenant_id(), id).await?.ok_or_else(problems::no_successor)?.value;
    let identity = account.identities.iter().find(|identity| identity.identity_id == id && identity.state == IdentityState::Active);
    let party = identity.and_then(foyer_domain::identity::Identity::party).ok_or_else(problems::no_successor)?;
    let record = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(problems::no_successor)?;
    let stays = leaving.iter().all(|leaving| leaving.identity.identity_id != id);
    if !stays || !leaving.iter().all(|leaving| together(&leaving.record, &record)) {
        return Err(problems::no_successor());
    }
    Ok(Successor { account, identity: id, party })
}

/// Of the same organisation, or of the same customer.
fn together(one: &Record, other: &Record) -> bool {
    one.company().is_with(other.company())
}

impl Successor {
    /// Adds to `commit` that the open tickets of `leaving` are the successor's. Answers how many.
    pub async fn take_over(
        &self,
        deps: &Deps,
        caller: &Staff,
        mut commit: Commit,
        leaving: &[&Managed],
    ) -> Result<(Commit, usize), Problem> {
        let mut tickets = Vec::new();
        for one in leaving {
            tickets.extend(of(deps, caller.tenant_id(), one.identity.identity_id).await?);
        }
        if tickets.len() > MOST_HANDED_OVER {
            return Err(problems::too_many_tickets(tickets.len()));
        }
        for read in &tickets {
            let next = Ticket {
                submitter: self.identity,
                submitter_account: self.account.account_id,
                submitter_name: self.account.name.clone(),
                party: Some(self.party),
                ..read.value.clone()
            };
            commit = commit.replace(read, &next);
        }
        if !tickets.is_empty() {
            let ticket_ids = tickets.iter().map(|ticket| ticket.value.ticket_id).collect();
            let event = Event::TicketsHandedOver(TicketsHandedOver { ticket_ids, to: self.identity });
            commit = deps.emit(commit, &deps.event(deps.new_id(), caller.tenant_id(), Some(caller.identity_id()), event))?;
        }
        Ok((commit, tickets.len()))
    }
}
