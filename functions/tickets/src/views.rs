//! How tickets and queues look on the wire.

use foyer_domain::directory::Party;
use foyer_domain::tickets::{Queue, ReplyMethod, Ticket, TicketState};
use schemars::JsonSchema;
use serde::Serialize;

/// A ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketView {
    /// Its id.
    pub ticket_id: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Its queue.
    pub queue: QueueView,
    /// `draft`, `waiting`, `in_progress`, `awaiting_customer`, `completed`, `withdrawn` or `closed`.
    #[schemars(with = "String")]
    pub state: TicketState,
    /// `sms`, `email` or `portal`.
    #[schemars(with = "String")]
    pub reply_method: ReplyMethod,
    /// Who submitted it.
    pub submitter: Submitter,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptor: Option<Acceptor>,
    /// When it was submitted.
    pub submitted_at: String,
}

/// Who submitted a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Submitter {
    /// His identity.
    pub identity_id: String,
    /// The contact that he is, if he is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The customer that he is, if he is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// His name.
    pub name: String,
}

/// Who accepted a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Acceptor {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
    /// When.
    pub accepted_at: String,
}

/// A queue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QueueView {
    /// Its id.
    pub queue_id: String,
    /// Its name.
    pub name: String,
}

impl TicketView {
    /// The view of `ticket`.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            ticket_id: ticket.ticket_id.to_string(),
            title: ticket.title.to_string(),
            description: ticket.description.to_string(),
            queue: QueueView { queue_id: ticket.queue_id.to_string(), name: ticket.queue_name.to_string() },
            state: ticket.state,
            reply_method: ticket.reply_method,
            submitter: Submitter::of(ticket),
            acceptor: ticket.acceptor.as_ref().map(|acceptance| Acceptor {
                identity_id: acceptance.by.to_string(),
                name: acceptance.by_name.to_string(),
                accepted_at: acceptance.at.to_string(),
            }),
            submitted_at: ticket.submitted_at.to_string(),
        }
    }
}

impl Submitter {
    fn of(ticket: &Ticket) -> Self {
        let (contact_id, customer_id) = match ticket.party {
            Party::Contact { contact_id, .. } => (Some(contact_id.to_string()), None),
            Party::Customer { customer_id } => (None, Some(customer_id.to_string())),
        };
        Self { identity_id: ticket.submitter.to_string(), contact_id, customer_id, name: ticket.submitter_name.to_string() }
    }
}

impl QueueView {
    /// The view of `queue`.
    pub fn of(queue: &Queue) -> Self {
        Self { queue_id: queue.queue_id.to_string(), name: queue.name.to_string() }
    }
}
