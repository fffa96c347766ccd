//! Who may add files to a ticket, take them away, and see those for staff alone.

use foyer_domain::identity::Landing;
use foyer_domain::policy::{Action, Relation, Verdict};
use foyer_domain::tickets::{Attachment, Ticket};
use foyer_kit::Problem;
use foyer_kit::caller::Principal;

use crate::problems;

/// Asks whether the caller may add a file to a ticket, one for staff alone if it is `internal`: who may write to the
/// ticket may, and where he may. Staff who submitted it write to it as its customer does (ET-4).
pub fn require_add(caller: &Principal, ticket: &Ticket, internal: bool) -> Result<(), Problem> {
    let portal = caller.identity().landing() == Landing::Portal;
    if portal && internal {
        return Err(problems::staff_alone());
    }
    caller.require(match (portal || ticket.submitter == caller.identity_id(), internal) {
        (_, true) => Action::NoteTicket(ticket),
        (true, false) => Action::CommentTicket(ticket),
        (false, false) => Action::WorkTicket(ticket),
    })?;
    if internal || ticket.state.takes_attachments() { Ok(()) } else { Err(problems::wrong_state(ticket)) }
}

/// Who added it, for as long as files are added; an administrator at any time.
pub fn require_removal(caller: &Principal, ticket: &Ticket, file: &Attachment) -> Result<(), Problem> {
    let by = caller.require(Action::RemoveAttachment(ticket, file.author))?;
    let ended = !ticket.state.takes_attachments() && !file.internal;
    if ended && by == Relation::Uploader { Err(problems::wrong_state(ticket)) } else { Ok(()) }
}

/// Whether the caller may see what is attached for staff alone: who may read their notes may.
pub fn sees_internal(caller: &Principal, ticket: &Ticket) -> bool {
    matches!(caller.may(Action::NoteTicket(ticket)), Verdict::Allowed(_))
}
