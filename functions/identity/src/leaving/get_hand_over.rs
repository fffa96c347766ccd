//! How far the hand-over of the open tickets of an offboarded identity is, and at its end the receipt. For those who
//! may manage the identity; no events.

use foyer_domain::id::IdentityId;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::hand_overs::HandOver;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::managed::{managed, whose};

/// Of which identity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The identity that was asked to be offboarded.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The newest one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// How far it is; null if what the identity had open was handed over at once, or not at all.
    pub hand_over: Option<HandOverView>,
}

/// How far a hand-over is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HandOverView {
    /// `running` or `done`.
    pub state: &'static str,
    /// Who takes the tickets.
    pub successor: SuccessorView,
    /// Tickets that were looked at, open or not.
    pub tickets_looked_at: u64,
    /// Open ones that are the successor's now.
    pub tickets_handed_over: u64,
    /// When it began.
    pub begun_at: String,
    /// When all had been looked at; absent while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<String>,
}

/// Who takes tickets over.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuccessorView {
    /// His identity.
    pub identity_id: String,
    /// His name.
    pub name: String,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("get-hand-over", "Show how far a hand-over of tickets is", ahead, handle)
}

/// Whose identity it is, and the hand-over.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let hand_over = Ahead::of::<HandOver>(Key::hand_over(hints.tenant_id, input.identity_id));
    whose(hints, input.identity_id).into_iter().chain([hand_over]).collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Output>, Problem> {
    managed(&deps, &caller, input.identity_id).await?;
    let found = deps.store.hand_over(caller.tenant_id(), input.identity_id).await?;
    Ok(Reply::ok(Output { hand_over: found.map(|found| HandOverView::of(&found.value)) }))
}

impl HandOverView {
    fn of(hand_over: &HandOver) -> Self {
        Self {
            state: if hand_over.done_at.is_some() { "done" } else { "running" },
            successor: SuccessorView {
                identity_id: hand_over.successor.identity_id.to_string(),
                name: hand_over.successor.name.to_string(),
            },
            tickets_looked_at: hand_over.looked_at,
            tickets_handed_over: hand_over.handed_over,
            begun_at: hand_over.begun_at.to_string(),
            done_at: hand_over.done_at.map(|at| at.to_string()),
        }
    }
}
