//! How tickets and queues look on the wire.

use foyer_domain::directory::Party;
use foyer_domain::identity::Landing;
use foyer_domain::tickets::rating::{EDITABLE, Rating};
use foyer_domain::tickets::share::Share;
use foyer_domain::tickets::targets::to_be_accepted_by;
use foyer_domain::tickets::ticket::Completion;
use foyer_domain::tickets::{Queue, ReplyMethod, ServiceLevel, Ticket, TicketState, Urgency};
use schemars::JsonSchema;
use serde::Serialize;

use super::place_view::PlaceView;

/// A ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketView {
    /// Its id.
    pub ticket_id: String,
    /// What people call it 工单号, like `2-0042`.
    pub number: String,
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
    /// When it joined the queue that it is in, or was in last.
    pub queued_at: String,
    /// That its submitter urged 催单 since it joined its queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urged: Option<UrgedView>,
    /// That it is urgent 加急, while it waits; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgent: Option<UrgentView>,
    /// Targets of its queue that it missed since it joined: `first_response`, `completion`; for staff.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed_targets: Vec<&'static str>,
    /// By when it is to be accepted; in the list of what waits in a queue, if that has such a target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_by: Option<String>,
    /// How it was completed, the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<CompletionView>,
    /// Its place in its queue, where the list was asked for places and it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceView>,
}

/// Why a ticket goes ahead of others.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UrgentView {
    /// Who said so.
    pub by: Whom,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// That a customer does not want to wait any more.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UrgedView {
    /// When he said so last.
    pub at: String,
    /// How often.
    pub times: u32,
}

/// How a ticket was completed (S001-20).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompletionView {
    /// Who completed it.
    pub by: Whom,
    /// When.
    pub completed_at: String,
    /// The handling reply 处理回复.
    pub handling_reply: String,
    /// The acceptance information 受理信息.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_information: Option<String>,
    /// Until when it can be re-opened; absent when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopen_until: Option<String>,
    /// What the customer thinks of it 评价.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingView>,
}

/// With whom a ticket is shared.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShareView {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
    /// Whether he may comment and answer.
    pub may_comment: bool,
    /// Identity of who shared it.
    pub shared_by: String,
    /// When.
    pub shared_at: String,
}

impl ShareView {
    /// The view of `share`.
    pub fn of(share: &Share) -> Self {
        Self {
            identity_id: share.identity_id.to_string(),
            name: share.name.to_string(),
            may_comment: share.may_comment,
            shared_by: share.by.to_string(),
            shared_at: share.at.to_string(),
        }
    }
}

/// Somebody.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Whom {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
}

/// A rating.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RatingView {
    /// 1 to 5.
    pub stars: u8,
    /// What the customer wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When it was given first.
    pub rated_at: String,
    /// Until when it can be changed.
    pub editable_until: String,
}

/// Who submitted a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Submitter {
    /// His identity.
    pub identity_id: String,
    /// The contact that he is, if he is one; staff are neither.
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
    /// The view of `ticket` in the portal or the console.
    pub fn of(ticket: &Ticket, landing: Landing) -> Self {
        let for_staff = landing == Landing::Console;
        let urgent = ticket.urgent.as_ref().filter(|_| for_staff && ticket.state == TicketState::Waiting);
        Self {
            ticket_id: ticket.ticket_id.to_string(),
            number: ticket.ticket_number.to_string(),
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
            queued_at: ticket.queued_at().to_string(),
            urged: ticket.urged.as_ref().map(|urge| UrgedView { at: urge.at.to_string(), times: urge.times }),
            urgent: urgent.map(UrgentView::of),
            missed_targets: if for_staff { ticket.missed.iter().map(|aim| aim.as_str()).collect() } else { Vec::new() },
            accept_by: None,
            completion: ticket.completion.as_ref().map(|completion| CompletionView::of(ticket, completion)),
            place: None,
        }
    }

    /// The view of one that waits in a queue with these targets, for staff.
    pub fn waiting(ticket: &Ticket, service: &ServiceLevel) -> Self {
        let accept_by = to_be_accepted_by(ticket, service).map(|moment| moment.to_string());
        Self { accept_by, ..Self::of(ticket, Landing::Console) }
    }
}

impl UrgentView {
    fn of(urgency: &Urgency) -> Self {
        let by = Whom { identity_id: urgency.by.to_string(), name: urgency.by_name.to_string() };
        Self { by, at: urgency.at.to_string(), reason: urgency.reason.to_string() }
    }
}

impl CompletionView {
    fn of(ticket: &Ticket, completion: &Completion) -> Self {
        Self {
            by: Whom { identity_id: completion.by.to_string(), name: completion.by_name.to_string() },
            completed_at: completion.at.to_string(),
            handling_reply: completion.reply.to_string(),
            acceptance_information: completion.information.as_ref().map(ToString::to_string),
            reopen_until: ticket.closes_at().map(|until| until.to_string()),
            rating: completion.rating.as_ref().map(RatingView::of),
        }
    }
}

impl RatingView {
    fn of(rating: &Rating) -> Self {
        Self {
            stars: rating.stars.into(),
            comment: rating.comment.as_ref().map(ToString::to_string),
            rated_at: rating.at.to_string(),
            editable_until: (rating.at + EDITABLE).to_string(),
        }
    }
}

impl Submitter {
    fn of(ticket: &Ticket) -> Self {
        let (contact_id, customer_id) = match ticket.party {
            Some(Party::Contact { contact_id, .. }) => (Some(contact_id.to_string()), None),
            Some(Party::Customer { customer_id }) => (None, Some(customer_id.to_string())),
            None => (None, None),
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
