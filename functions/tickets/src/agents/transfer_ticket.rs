//! Gives a ticket to another agent, or moves it to another queue, where it waits under a new number; with a
//! reason, which staff read. For its acceptor, the agents of its queue and administrators. Emits
//! `ticket.transferred`.

use foyer_domain::agents::{Role, StaffMember};
use foyer_domain::id::{IdentityId, QueueId, TicketId};
use foyer_domain::identity::IdentityState;
use foyer_domain::policy::Action;
use foyer_domain::text::Remark;
use foyer_domain::tickets::life::{Agent, NotTransferred};
use foyer_domain::tickets::{Queue, Ticket};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::on_ticket;
use crate::common::step::stepped;
use crate::common::views::TicketView;
use crate::problems;

/// Which ticket, to whom, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// Identity of the agent who takes it: one of its queue, or an administrator. Either this or `queue_id`.
    #[schemars(with = "Option<String>")]
    pub agent: Option<IdentityId>,
    /// The queue that it moves to.
    #[schemars(with = "Option<String>")]
    pub queue_id: Option<QueueId>,
    /// Why, 1 to 1,000 characters.
    #[schemars(with = "String")]
    pub reason: Remark,
}

/// Where it goes.
enum Target {
    Agent(StaffMember),
    Queue(Queue),
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("transfer-ticket", "Transfer a ticket to another agent or queue", ahead, handle)
}

/// The ticket, and where it goes.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let member = input.agent.map(|agent| Ahead::of::<StaffMember>(Key::staff(hints.tenant_id, agent)));
    let queue = input.queue_id.map(|queue| Ahead::of::<Queue>(Key::queue(hints.tenant_id, queue)));
    on_ticket::ahead(hints, input.ticket_id).into_iter().chain(member).chain(queue).collect()
}

/// Handles the transfer.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<TicketView>, Problem> {
    let (read, target) = futures::try_join!(on_ticket::read(&deps, &caller, input.ticket_id), target(&deps, &caller, &input))?;
    stepped(
        &deps,
        &caller,
        read,
        |ticket, stamp| {
            caller.require(Action::TransferTicket(ticket))?;
            let reason = input.reason.clone();
            let moved = match &target {
                Some(Target::Agent(member)) if serves(member, ticket) => {
                    let agent = Agent { identity_id: member.identity_id, name: member.name.clone() };
                    ticket.assign(stamp, &agent, reason)
                }
                Some(Target::Queue(queue)) => ticket.requeue(stamp, queue, Some(reason)),
                Some(Target::Agent(_)) | None if input.agent.is_some() => return Err(problems::no_agent()),
                _ => return Err(problems::unknown_queue()),
            };
            moved.map_err(|refusal| match refusal {
                NotTransferred::State(_) => problems::wrong_state(ticket),
                NotTransferred::AlreadyThere => problems::already_there(),
            })
        },
        |_, progress| Some(Event::TicketTransferred(progress)),
    )
    .await
}

async fn target(deps: &Deps, caller: &Staff, input: &Input) -> Result<Option<Target>, Problem> {
    match (input.agent, input.queue_id) {
        (Some(agent), None) => {
            let member = deps.store.get::<StaffMember>(&Key::staff(caller.tenant_id(), agent)).await?;
            Ok(member.map(|member| Target::Agent(member.value)))
        }
        (None, Some(queue)) => {
            let queue = deps.store.queue(caller.tenant_id(), queue).await?;
            Ok(queue.filter(|queue| queue.value.is_open()).map(|queue| Target::Queue(queue.value)))
        }
        _ => Err(Problem::invalid("/agent", "must be given, or queue_id, and not both")),
    }
}

/// Whether this member of staff can work on the ticket.
fn serves(member: &StaffMember, ticket: &Ticket) -> bool {
    let authority = &member.authority;
    member.state == IdentityState::Active && (authority.role == Role::Administrator || authority.queues.contains(&ticket.queue_id))
}
