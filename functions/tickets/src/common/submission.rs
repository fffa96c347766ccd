//! Submitting: a form, or a draft, becomes a ticket that waits.

use std::collections::BTreeSet;
use std::future::Future;

use foyer_domain::id::{QueueId, TenantId, TicketId};
use foyer_domain::tickets::draft::Complete;
use foyer_domain::tickets::{Draft, Lane, Queue, ReplyMethod, Ticket, TicketNumber, TicketState};
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem, Reply};
use foyer_messaging::event::Event;
use foyer_store::{Clash, CommitError, Versioned};

use crate::common::bounds::few_tickets;
use crate::common::joining::{Taken, join};
use crate::common::progress::progress;
use crate::common::step::stamp;
use crate::common::views::TicketView;
use crate::problems;

/// A joiner this slow this often has other troubles.
const NUMBERS_TRIED: u32 = 3;

/// Submits `form` as the ticket `ticket_id`, and removes the draft that it was.
pub async fn submit(
    deps: &Deps,
    caller: &Principal,
    ticket_id: TicketId,
    form: Complete,
    draft: Option<&Versioned<Draft>>,
) -> Result<Reply<TicketView>, Problem> {
    check_address(caller, form.reply_method)?;
    let by = stamp(deps, caller).by;
    let mut bounded = Some(few_tickets(deps, caller));
    for _ in 0..NUMBERS_TRIED {
        let joining = joined(deps, caller.tenant_id(), form.queue_id);
        let (queue, taken, behind) = match bounded.take() {
            Some(few) => within_bounds(deps, few, joining).await?,
            None => joining.await?,
        };
        let ticket = Ticket { joined_behind: Some(behind), ..ticket(deps, caller, ticket_id, &form, &queue, taken.number) };
        let commit = match draft {
            None => deps.commit().submit(&ticket),
            Some(draft) => deps.commit().submit_draft(draft, &ticket),
        };
        let event = Event::TicketSubmitted(progress(None, &ticket, &by));
        let envelope = deps.event(deps.new_id(), ticket.tenant_id, Some(ticket.submitter), event);
        let commit = deps.emit(commit, &envelope)?;
        let reply = Reply::created(format!("/api/tickets/{ticket_id}"), TicketView::of(&ticket, caller.identity().landing()));
        match taken.settle(deps, deps.finish(commit, reply).await).await {
            // The sweep took us for dead: the number is void, take another.
            Err(CommitError::Clash(Clash::NumberVoided)) => {}
            Err(CommitError::Clash(Clash::Stale)) => return Err(problems::draft_changed()),
            outcome => return Ok(outcome?),
        }
    }
    Err(Problem::unavailable("three numbers were voided before the ticket was written"))
}

/// What was joined, by who has few tickets. Both are asked at once; who has too many gives the number back.
async fn within_bounds(
    deps: &Deps,
    few: impl Future<Output = Result<(), Problem>>,
    joining: impl Future<Output = Result<(Queue, Taken, u64), Problem>>,
) -> Result<(Queue, Taken, u64), Problem> {
    let (few, joined) = futures::join!(few, joining);
    let joined = joined?;
    if let Err(refusal) = few {
        joined.1.give_back(deps).await;
        return Err(refusal);
    }
    Ok(joined)
}

/// The queue, a number of it, and how many wait before that. The head of a queue gives out numbers for as long as the
/// queue takes tickets, so the queue's row is read at the same time: it says why there is none.
async fn joined(deps: &Deps, tenant: TenantId, queue: QueueId) -> Result<(Queue, Taken, u64), Problem> {
    let (read, joined) = futures::join!(deps.store.queue(tenant, queue), join(deps, tenant, queue));
    match (read, joined?) {
        (Ok(Some(queue)), Some((taken, behind))) => Ok((queue.value, taken, behind)),
        (Ok(Some(_)), None) => Err(problems::queue_stopped()),
        (Ok(None), None) => Err(problems::unknown_queue()),
        (Ok(None), Some((taken, _))) => {
            taken.give_back(deps).await;
            Err(problems::unknown_queue())
        }
        (Err(error), taken) => {
            if let Some((taken, _)) = taken {
                taken.give_back(deps).await;
            }
            Err(error.into())
        }
    }
}

fn ticket(deps: &Deps, caller: &Principal, ticket_id: TicketId, form: &Complete, queue: &Queue, number: u64) -> Ticket {
    Ticket {
        tenant_id: caller.tenant_id(),
        ticket_id,
        ticket_number: TicketNumber::new(queue.code, number),
        queue_id: queue.queue_id,
        queue_name: queue.name.clone(),
        lane: Lane::Normal,
        number,
        title: form.title.clone(),
        description: form.description.clone(),
        reply_method: form.reply_method,
        state: TicketState::Waiting,
        submitter: caller.identity_id(),
        submitter_account: caller.account_id(),
        party: caller.identity().party(),
        submitter_name: caller.name().clone(),
        urgent: None,
        joined_behind: None,
        acceptor: None,
        submitted_at: deps.now(),
        requeued_at: None,
        urged: None,
        missed: BTreeSet::new(),
        completion: None,
        shares: Vec::new(),
        written: 0,
    }
}

/// Progress goes to an address that the enterprise knows, and to no other (F10).
pub fn check_address(caller: &Principal, method: ReplyMethod) -> Result<(), Problem> {
    let reach = caller.account().value.reach(caller.identity());
    if method.channel().is_none_or(|channel| reach.address(channel).is_some()) { Ok(()) } else { Err(problems::no_address()) }
}
