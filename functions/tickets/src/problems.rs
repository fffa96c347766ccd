//! The refusals of this area.

use foyer_domain::tickets::Ticket;
use foyer_kit::Problem;
use serde_json::json;

/// 422: no such queue in this tenant.
pub fn unknown_queue() -> Problem {
    Problem::invalid("/queue_id", "is no queue here")
}

/// 422: the queue takes no tickets any more.
pub fn queue_stopped() -> Problem {
    Problem::invalid("/queue_id", "takes no tickets any more")
}

/// 422: waiting tickets cannot be moved there.
pub fn no_target_queue() -> Problem {
    Problem::invalid("/move_to", "is no other queue that takes tickets")
}

/// 409: the queue was stopped before.
pub fn stopped_already() -> Problem {
    Problem::conflict("queue_stopped", "This queue was stopped already")
}

/// 409: tickets wait in the queue; says how many.
pub fn queue_not_empty(waiting: u64) -> Problem {
    Problem::conflict("queue_not_empty", "Tickets wait in this queue; say where they are to be moved").with("waiting", json!(waiting))
}

/// 422: the account has no address for this reply method.
pub fn no_address() -> Problem {
    Problem::invalid("/reply_method", "needs an address that your account does not have")
}

/// 422: a view that is not for this caller.
pub fn unknown_view(detail: &str) -> Problem {
    Problem::invalid("/view", detail)
}

/// 409: only a waiting ticket has a place (S001-17).
pub fn not_waiting(ticket: &Ticket) -> Problem {
    Problem::conflict("not_waiting", "This ticket does not wait any more").with("state", json!(ticket.state))
}

/// 409: the ticket cannot be accepted; says who accepted it, if somebody did.
pub fn not_acceptable(ticket: &Ticket) -> Problem {
    let problem = Problem::conflict("not_acceptable", "This ticket does not wait to be accepted").with("state", json!(ticket.state));
    match &ticket.acceptor {
        None => problem,
        Some(acceptance) => problem
            .with("accepted_by", json!({ "identity_id": acceptance.by.to_string(), "name": acceptance.by_name.to_string() }))
            .with("accepted_at", json!(acceptance.at.to_string())),
    }
}
