//! What somebody may do with a ticket now, by name, so that pages offer what is not refused: each name asks the
//! policy and the table of states that its operation asks.

use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::{Lane, Move, Ticket, TicketState};
use foyer_kit::caller::Principal;

use crate::common::attachment_rights::require_add;

/// What `caller` may do with `ticket`, by his relation to it and by its state. How long one may re-open it or change a
/// rating, and when one may urge again, is said beside it.
pub fn of(caller: &Principal, ticket: &Ticket) -> Vec<&'static str> {
    let may = |action| matches!(caller.may(action), Verdict::Allowed(_));
    let moves = |attempted| ticket.state.after(attempted).is_ok();
    let (own, works) = (may(Action::OwnTicket(ticket)), may(Action::WorkTicket(ticket)));
    let marks = may(Action::MarkUrgent(ticket)) && ticket.state == TicketState::Waiting;
    let named = [
        ("answer", may(Action::CommentTicket(ticket)) && moves(Move::Answer)),
        ("attach", require_add(caller, ticket, false).is_ok()),
        ("attach_internal", require_add(caller, ticket, true).is_ok()),
        ("urge", own && moves(Move::Urge)),
        ("withdraw", own && moves(Move::Withdraw)),
        ("rate", own && moves(Move::Rate)),
        ("set_reply_method", own && ticket.state.takes_reply_method()),
        ("reopen", may(Action::ReopenTicket(ticket)) && moves(Move::Reopen)),
        ("share", ticket.party.is_some() && may(Action::ShareTicket(ticket))),
        ("accept", may(Action::AcceptTicket(ticket)) && moves(Move::Accept)),
        ("mark_urgent", marks && ticket.lane == Lane::Normal),
        ("unmark_urgent", marks && ticket.lane == Lane::Urgent),
        ("reply", works && moves(Move::Reply)),
        ("ask", works && moves(Move::Ask)),
        ("complete", works && moves(Move::Complete)),
        ("view_customer", ticket.party.is_some() && may(Action::ViewTicketCustomer(ticket))),
        ("note", may(Action::NoteTicket(ticket))),
        ("transfer", may(Action::TransferTicket(ticket)) && moves(Move::Requeue)),
    ];
    named.into_iter().filter(|(_, allowed)| *allowed).map(|(name, _)| name).collect()
}
