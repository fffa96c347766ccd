//! The way of every change to a ticket that is there: read it, decide, commit; and look again if somebody was
//! faster, so that the late one is refused by what the ticket is now, and learns who has it.

use foyer_domain::id::TicketId;
use foyer_domain::identity::Landing;
use foyer_domain::tickets::life::{Agent, Moved, Stamp};
use foyer_domain::tickets::timeline::{Author, Side};
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem, Reply};
use foyer_messaging::event::{Event, TicketProgress};
use foyer_store::{Clash, CommitError, Versioned, wait_turn};
use serde::Serialize;

use crate::common::joining::{self, Taken};
use crate::common::on_ticket;
use crate::common::progress::progress;
use crate::common::views::TicketView;
use crate::problems;

/// Somebody who loses so often against others has other troubles.
const TRIES: u32 = 5;

/// Changes a ticket, for a caller to whom the page of tickets is open. `decide` authorises and says what it is then;
/// `event` is what others learn.
pub async fn step(
    deps: &Deps,
    caller: &Principal,
    ticket_id: TicketId,
    decide: impl Fn(&Ticket, &Stamp) -> Result<Moved, Problem> + Send,
    event: impl Fn(&Ticket, TicketProgress) -> Option<Event> + Send,
) -> Result<Reply<TicketView>, Problem> {
    let read = on_ticket::read(deps, caller, ticket_id).await?;
    stepped(deps, caller, read, decide, event).await
}

/// The same with a ticket that was read.
pub async fn stepped(
    deps: &Deps,
    caller: &Principal,
    read: Versioned<Ticket>,
    decide: impl Fn(&Ticket, &Stamp) -> Result<Moved, Problem> + Send,
    event: impl Fn(&Ticket, TicketProgress) -> Option<Event> + Send,
) -> Result<Reply<TicketView>, Problem> {
    answered(deps, caller, read, decide, event, |ticket| Reply::ok(TicketView::of(ticket, caller.identity().landing()))).await
}

/// The same, with an answer of its own. Nothing is written for a ticket that is another by now: it is read again.
pub async fn answered<T: Serialize>(
    deps: &Deps,
    caller: &Principal,
    mut read: Versioned<Ticket>,
    decide: impl Fn(&Ticket, &Stamp) -> Result<Moved, Problem> + Send,
    event: impl Fn(&Ticket, TicketProgress) -> Option<Event> + Send,
    answer: impl Fn(&Ticket) -> Reply<T> + Send,
) -> Result<Reply<T>, Problem> {
    for attempt in 1..=TRIES {
        let stamp = stamp_on(deps, caller, &read.value);
        let mut moved = decide(&read.value, &stamp)?;
        let taken = join(deps, &read.value, &mut moved.ticket).await?;
        let reply = answer(&moved.ticket);
        let told = event(&read.value, progress(Some(&read.value), &moved.ticket, &stamp.by));
        let mut commit = deps.commit().change_ticket(&read, moved, stamp.at);
        if let Some(event) = told {
            let envelope = deps.event(deps.new_id(), caller.tenant_id(), Some(caller.identity_id()), event);
            commit = deps.emit(commit, &envelope)?;
        }
        let mut outcome = deps.finish(commit, reply).await;
        if let Some(taken) = taken {
            outcome = taken.settle(deps, outcome).await;
        }
        match outcome {
            // Somebody was faster, or the sweep took us for dead: look again.
            Err(CommitError::Clash(Clash::Stale | Clash::NumberVoided)) => wait_turn(&deps.commit_token(), attempt).await,
            outcome => return Ok(outcome?),
        }
        read = deps.store.ticket(caller.tenant_id(), read.value.ticket_id).await?.ok_or_else(Problem::not_found)?;
    }
    Err(Problem::conflict("changed_meanwhile", "Somebody changed this meanwhile; look again"))
}

/// Takes a number for a ticket that joins a queue, behind those who wait there.
async fn join(deps: &Deps, before: &Ticket, next: &mut Ticket) -> Result<Option<Taken>, Problem> {
    let stays = before.state == TicketState::Waiting && before.queue_id == next.queue_id;
    if next.state != TicketState::Waiting || stays {
        return Ok(None);
    }
    let (taken, behind) = joining::join(deps, next.tenant_id, next.queue_id).await?.ok_or_else(problems::queue_closed)?;
    next.joined_behind = Some(behind);
    next.number = taken.number;
    Ok(Some(taken))
}

/// The caller, now, on the side on which he stands to a ticket: staff who submitted it are its customer (ET-4), as
/// long as they do not work on it themselves.
fn stamp_on(deps: &Deps, caller: &Principal, ticket: &Ticket) -> Stamp {
    let mut stamp = stamp(deps, caller);
    let works = ticket.acceptor.as_ref().is_some_and(|acceptance| acceptance.by == caller.identity_id());
    if ticket.submitter == caller.identity_id() && !works {
        stamp.by.side = Side::Customer;
    }
    stamp
}

/// The caller, now.
pub fn stamp(deps: &Deps, caller: &Principal) -> Stamp {
    let side = match caller.identity().landing() {
        Landing::Portal => Side::Customer,
        Landing::Console => Side::Staff,
    };
    let by = Author { identity_id: Some(caller.identity_id()), name: Some(caller.name().clone()), side };
    Stamp { by, at: deps.now() }
}

/// The caller as an agent.
pub fn agent(caller: &Principal) -> Agent {
    Agent { identity_id: caller.identity_id(), name: caller.name().clone() }
}
