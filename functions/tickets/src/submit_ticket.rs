//! Submits a ticket to a queue (S001-9, S001-10). For external identities. Emits `ticket.submitted`.

use foyer_domain::address::Channel;
use foyer_domain::apps::App;
use foyer_domain::id::QueueId;
use foyer_domain::identity::Account;
use foyer_domain::tickets::ticket::{Description, Title};
use foyer_domain::tickets::{Lane, ReplyMethod, Ticket, TicketState};
use foyer_kit::{Deps, External, Operation, Problem, Reply};
use foyer_messaging::event::{Event, TicketProgress};
use foyer_store::{Clash, CommitError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problems;
use crate::views::TicketView;

/// The form 新建工单.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Title, 1 to 120 characters.
    #[schemars(with = "String")]
    pub title: Title,
    /// Description, 1 to 4,000 characters.
    #[schemars(with = "String")]
    pub description: Description,
    /// The queue that it waits in.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// Where progress is told: `sms`, `email` or `portal`.
    #[schemars(with = "String")]
    pub reply_method: ReplyMethod,
}

/// A joiner this slow this often has other troubles.
const NUMBERS_TRIED: u32 = 3;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("submit-ticket", "Submit a ticket", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: External, input: Input) -> Result<Reply<TicketView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    check_address(&caller.account().value, input.reply_method)?;
    let queue = deps.store.queue(caller.tenant_id(), input.queue_id).await?.ok_or_else(problems::unknown_queue)?.value;
    if !queue.is_open() {
        return Err(problems::queue_stopped());
    }
    let mut ticket = Ticket {
        tenant_id: caller.tenant_id(),
        ticket_id: deps.new_id(),
        queue_id: queue.queue_id,
        queue_name: queue.name,
        lane: Lane::Normal,
        number: 0,
        title: input.title,
        description: input.description,
        reply_method: input.reply_method,
        state: TicketState::Waiting,
        submitter: caller.identity_id(),
        submitter_account: caller.account_id(),
        party: caller.party(),
        submitter_name: caller.account().value.name.clone(),
        acceptor: None,
        submitted_at: deps.now(),
    };
    let envelope = deps.event(deps.new_id(), ticket.tenant_id, Some(ticket.submitter), Event::TicketSubmitted(progress(&ticket)));
    for _ in 0..NUMBERS_TRIED {
        let number = deps.store.take_number(ticket.tenant_id, ticket.queue_id).await?;
        ticket.number = number.ok_or_else(problems::queue_stopped)?;
        let commit = deps.emit(deps.commit().submit(&ticket), &envelope)?;
        let reply = Reply::created(format!("/api/tickets/{}", ticket.ticket_id), TicketView::of(&ticket));
        match deps.finish(commit, reply).await {
            // The sweep took us for dead: the number is void, take another.
            Err(CommitError::Clash(Clash::NumberVoided)) => {}
            outcome => return Ok(outcome?),
        }
    }
    Err(Problem::unavailable("three numbers were voided before the ticket was written"))
}

fn check_address(account: &Account, method: ReplyMethod) -> Result<(), Problem> {
    let reachable = match method.channel() {
        Some(Channel::Sms) => account.phone.is_some(),
        Some(Channel::Email) => account.email.is_some(),
        None => true,
    };
    if reachable { Ok(()) } else { Err(problems::no_address()) }
}

/// What the customer is told of `ticket`.
pub(crate) fn progress(ticket: &Ticket) -> TicketProgress {
    TicketProgress {
        ticket_id: ticket.ticket_id,
        title: ticket.title.to_string(),
        queue_id: ticket.queue_id,
        queue_name: ticket.queue_name.clone(),
        submitter: ticket.submitter,
        submitter_account: ticket.submitter_account,
        reply_method: ticket.reply_method,
        acceptor_name: ticket.acceptor.as_ref().map(|acceptance| acceptance.by_name.clone()),
    }
}
