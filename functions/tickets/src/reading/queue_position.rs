//! The place of a waiting ticket in its queue, why it is another than before, and when the ticket will be
//! accepted (S001-17, S001-18; decision 6). For its submitter and with whom he shares it; no events.

use foyer_domain::id::TicketId;
use foyer_domain::policy::Action;
use foyer_domain::tickets::TicketState;
use foyer_domain::tickets::progress::{Changes, Seen};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::on_ticket::{self, read_for};
use crate::common::place_view::{ExpectedView, expected};
use crate::common::views::QueueView;
use crate::problems;

/// Which ticket, and what was seen of it before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub ticket_id: TicketId,
    /// `seen` of the answer before, of the same session: the answer says what changed since.
    pub since: Option<String>,
}

/// Queue progress 排队进度.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The queue that the numbers are about.
    pub queue: QueueView,
    /// `normal`, or `urgent` (加急), which goes ahead.
    pub lane: &'static str,
    /// This ticket's place 排在第几位, 1 for the next.
    pub position: u64,
    /// Tickets waiting in the queue 等待受理工单的数量.
    pub waiting: u64,
    /// The place at which it joined the queue; absent once its submitter was told that it is nearly his turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<u64>,
    /// When the ticket will be accepted, four times of five; absent while too little is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedView>,
    /// What changed since; absent without `since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<ChangesView>,
    /// Give it back as `since` the next time.
    pub seen: String,
    /// The moment at which this was true.
    pub as_of: String,
}

/// Why the place is another.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangesView {
    /// When it was seen before.
    pub since: String,
    /// The place that was seen.
    pub position: u64,
    /// The lane that was seen.
    pub lane: &'static str,
    /// The ticket waits in another queue now; then nothing is counted.
    pub another_queue: bool,
    /// The ticket left its place itself and joined anew, at the end: it was re-opened, moved there and back, or urgent
    /// for a while; then nothing is counted.
    pub joined_anew: bool,
    /// Tickets of the queue that were accepted since.
    pub accepted: u64,
    /// That were withdrawn.
    pub withdrawn: u64,
    /// That went to another queue.
    pub moved: u64,
    /// Tickets that went ahead because they became urgent.
    pub urgent: u64,
    /// How many of those before this ticket left their place: the place is what it was, less these, and the urgent
    /// ones more. Absent where the ticket itself changed the lane or the queue, or joined anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_ahead: Option<u64>,
}

/// A ticket that changes its number in every read has other troubles.
const READS: u32 = 3;

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("queue-position", "The place of a waiting ticket in its queue", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Output>, Problem> {
    let (key, list) = (caller.cursor_key(), format!("place of {}", input.ticket_id));
    let before = input.since.as_deref().map(|since| seen(key.open(&list, since))).transpose()?;
    let mut ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ViewPlace(ticket)).await?.value;
    for _ in 0..READS {
        if ticket.state != TicketState::Waiting {
            return Err(problems::not_waiting(&ticket));
        }
        let as_of = deps.now();
        // `None` if it left that number meanwhile: it was accepted, withdrawn, or has another.
        if let Some(standing) = deps.store.standing(&ticket).await? {
            let now = Seen::new(as_of, &ticket, standing.place, &standing.lanes);
            let position = serde_json::to_string(&now).map_err(Problem::internal)?;
            return Ok(Reply::ok(Output {
                queue: QueueView::of(&standing.queue),
                lane: ticket.lane.as_str(),
                position: standing.place.position,
                waiting: standing.place.waiting,
                joined_at: ticket.joined_behind.map(|behind| behind + 1),
                expected: expected(&standing.queue, &standing.lanes, standing.place.position, as_of),
                changes: before.map(|before| ChangesView::of(&before, &now)),
                seen: key.seal(&list, &position),
                as_of: as_of.to_string(),
            }));
        }
        ticket = deps.store.ticket(caller.tenant_id(), input.ticket_id).await?.ok_or_else(Problem::not_found)?.value;
        caller.require(Action::ViewPlace(&ticket))?;
    }
    Err(Problem::unavailable("the ticket had another number in every read"))
}

fn seen(opened: Result<String, foyer_store::InvalidCursor>) -> Result<Seen, Problem> {
    let invalid = || Problem::invalid("/since", "is not of this ticket and session; ask without it");
    serde_json::from_str(&opened.map_err(|_| invalid())?).map_err(|_| invalid())
}

impl ChangesView {
    fn of(before: &Seen, now: &Seen) -> Self {
        let nothing = Self {
            since: before.at.to_string(),
            position: before.position,
            lane: before.lane.as_str(),
            another_queue: false,
            joined_anew: false,
            accepted: 0,
            withdrawn: 0,
            moved: 0,
            urgent: 0,
            left_ahead: None,
        };
        match now.changes_since(before) {
            Changes::AnotherQueue => Self { another_queue: true, ..nothing },
            Changes::JoinedAnew => Self { joined_anew: true, ..nothing },
            Changes::Here { left, urgent, left_ahead } => {
                Self { accepted: left.accepted, withdrawn: left.withdrawn, moved: left.moved, urgent, left_ahead, ..nothing }
            }
        }
    }
}
