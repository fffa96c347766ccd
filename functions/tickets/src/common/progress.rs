//! What others learn of a ticket's move.

use foyer_domain::tickets::timeline::{Author, Side};
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_messaging::event::TicketProgress;

/// What an event says of `ticket` that was `before`; of one that was a form until now, if there is none.
pub fn progress(before: Option<&Ticket>, ticket: &Ticket, by: &Author) -> TicketProgress {
    let acceptor = ticket.acceptor.as_ref();
    let had = before.and_then(|before| before.acceptor.as_ref()).map(|acceptance| acceptance.by);
    TicketProgress {
        ticket_id: ticket.ticket_id,
        ticket_number: ticket.ticket_number,
        title: ticket.title.to_string(),
        queue_id: ticket.queue_id,
        queue_name: ticket.queue_name.clone(),
        submitter: ticket.submitter,
        submitter_account: ticket.submitter_account,
        submitter_name: ticket.submitter_name.clone(),
        reply_method: ticket.reply_method,
        acceptor: acceptor.map(|acceptance| acceptance.by),
        acceptor_name: acceptor.map(|acceptance| acceptance.by_name.clone()),
        state_before: before.map_or(TicketState::Draft, |before| before.state),
        state: ticket.state,
        queue_before: before.map(|before| before.queue_id).filter(|queue| *queue != ticket.queue_id),
        acceptor_before: had.filter(|had| Some(*had) != acceptor.map(|acceptance| acceptance.by)),
        actor_name: by.name.clone(),
        by_customer: by.side == Side::Customer,
        shared_with: ticket.shares.iter().map(|share| share.identity_id).collect(),
        submitted_at: ticket.submitted_at,
        requeued_at: ticket.requeued_at,
        accepted_at: acceptor.map(|acceptance| acceptance.at),
        completed_at: ticket.completion.as_ref().map(|completion| completion.at),
    }
}
