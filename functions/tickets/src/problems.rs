//! The refusals of this area.

use foyer_domain::tickets::Ticket;
use foyer_domain::tickets::attachment::{MOST, MediaType};
use foyer_domain::tickets::bounds::{MOST_DRAFTS, MOST_OPEN};
use foyer_domain::time::Timestamp;
use foyer_kit::Problem;
use http::StatusCode;
use serde_json::json;

/// 422: no such queue in this tenant.
pub fn unknown_queue() -> Problem {
    Problem::invalid("/queue_id", "is no queue here")
}

/// 422: the queue takes no tickets any more.
pub fn queue_stopped() -> Problem {
    Problem::invalid("/queue_id", "takes no tickets any more")
}

/// 409: somebody has as many tickets open as anybody may.
pub fn too_many_open() -> Problem {
    let title = "You have too many open tickets; have some completed or withdraw them first";
    Problem::conflict("too_many_open_tickets", title).with("most", json!(MOST_OPEN))
}

/// 409: somebody has as many drafts as anybody may.
pub fn too_many_drafts() -> Problem {
    Problem::conflict("too_many_drafts", "You have too many drafts; submit or delete some first").with("most", json!(MOST_DRAFTS))
}

/// 422: waiting tickets cannot be moved there.
pub fn no_target_queue() -> Problem {
    Problem::invalid("/move_to", "is no other queue that takes tickets")
}

/// 409: another queue has the name.
pub fn name_taken() -> Problem {
    Problem::conflict("queue_name_taken", "Another queue has this name")
}

/// 409: the queue was stopped before.
pub fn stopped_already() -> Problem {
    Problem::conflict("queue_stopped", "This queue was stopped already")
}

/// 409: tickets wait in the queue; says how many.
pub fn queue_not_empty(waiting: u64) -> Problem {
    Problem::conflict("queue_not_empty", "Tickets wait in this queue; say where they are to be moved").with("waiting", json!(waiting))
}

/// 409: the ticket cannot go back to the normal lane of a queue that is being stopped.
pub fn queue_closing() -> Problem {
    Problem::conflict("queue_stopped", "This queue takes no tickets any more")
}

/// 409: the ticket does not wait in the lane that this leads out of.
pub fn not_in_lane(ticket: &Ticket) -> Problem {
    Problem::conflict("not_in_lane", "This ticket waits in the other lane already").with("lane", json!(ticket.lane.as_str()))
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
    told(Problem::conflict("not_acceptable", "This ticket does not wait to be accepted"), ticket)
}

/// 409: the ticket's state does not allow it; says the state, and who accepted it, if somebody did.
pub fn wrong_state(ticket: &Ticket) -> Problem {
    told(Problem::conflict("wrong_state", "The state of this ticket does not allow it"), ticket)
}

/// 429: urged less than half an hour ago; says when it may be urged again.
pub fn urged_already(again_at: Timestamp, now: Timestamp) -> Problem {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "urged_already", "This ticket was urged less than half an hour ago");
    problem.retry_after(again_at.duration_since(now)).with("again_at", json!(again_at.to_string()))
}

/// 409: the queue that the ticket would wait in takes no tickets any more.
pub fn queue_closed() -> Problem {
    Problem::conflict("queue_closed", "The queue of this ticket takes no tickets any more")
}

/// 503: queues that are made at the same time get the same code.
pub fn codes_taken() -> Problem {
    Problem::unavailable("other queues took three codes")
}

/// 409: the draft was edited, submitted or deleted since it was read.
pub fn draft_changed() -> Problem {
    Problem::conflict("changed_meanwhile", "Somebody changed this meanwhile; look again")
}

/// 422: nobody who can work on this ticket.
pub fn no_agent() -> Problem {
    Problem::invalid("/agent", "is no agent of this ticket's queue")
}

/// 409: the ticket is in that queue, or that agent has it.
pub fn already_there() -> Problem {
    Problem::conflict("already_there", "The ticket is there already")
}

/// 409: the 7 days to re-open it are over; says since when.
pub fn reopen_over(since: Timestamp) -> Problem {
    Problem::conflict("reopen_over", "The time to re-open this ticket is over").with("since", json!(since.to_string()))
}

/// 409: the 7 days to change the rating are over; says since when.
pub fn rating_fixed(since: Timestamp) -> Problem {
    Problem::conflict("rating_fixed", "The time to change this rating is over").with("since", json!(since.to_string()))
}

/// 409: it is shared with as many as it can be.
pub fn too_many_shares() -> Problem {
    Problem::conflict("too_many_shares", "This ticket is shared with as many as it can be")
}

/// 409: the submitter needs no share.
pub fn own_ticket() -> Problem {
    Problem::conflict("own_ticket", "He submitted this ticket and sees it anyway")
}

/// 422: a file of this kind is not taken.
pub fn kind_not_taken() -> Problem {
    let endings: Vec<&str> = MediaType::endings().collect();
    Problem::invalid("/name", format!("must end with one of .{}", endings.join(", .")))
}

/// 422: customers attach nothing for staff alone.
pub fn staff_alone() -> Problem {
    Problem::invalid("/internal", "is for staff")
}

/// 409: there are as many attachments as there may be.
pub fn too_many_attachments() -> Problem {
    Problem::conflict("too_many_attachments", "A ticket has at most 10 attachments").with("most", json!(MOST))
}

/// 403: somebody else uploads this.
pub fn not_your_upload() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "not_your_upload", "Somebody else uploads this file")
}

/// 409: the file did not arrive, or another is arriving.
pub fn not_uploaded() -> Problem {
    Problem::conflict("not_uploaded", "This file was not uploaded yet")
}

/// 409: the time to upload the file is over.
pub fn upload_over() -> Problem {
    Problem::conflict("upload_over", "The time to upload this file is over; begin again")
}

/// 422: the content is not what the name says; the file is gone.
pub fn wrong_content() -> Problem {
    let title = "The content of this file is not what its name says; it was not attached";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_content", title)
}

fn told(problem: Problem, ticket: &Ticket) -> Problem {
    let problem = problem.with("state", json!(ticket.state));
    match &ticket.acceptor {
        None => problem,
        Some(acceptance) => problem
            .with("accepted_by", json!({ "identity_id": acceptance.by.to_string(), "name": acceptance.by_name.to_string() }))
            .with("accepted_at", json!(acceptance.at.to_string())),
    }
}
