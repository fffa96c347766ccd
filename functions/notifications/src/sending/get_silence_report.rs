//! The proof of silence: what was sent in 30 days to people who should hear nothing, and what was held back
//! (F6). Both are counted from the deliveries, which keep the recipient's state as it was when they were
//! decided. For administrators; no events.

use std::collections::BTreeMap;

use foyer_domain::policy::Action;
use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::deliveries::{Delivery, Outcome, Progress};
use foyer_store::{PageRequest, StoreError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Messages sent to identities that were offboarded or deleted at that moment.
    pub sent_to_stopped_in_30_days: u64,
    /// Messages held back, by reason.
    pub held_back: BTreeMap<&'static str, u64>,
    /// The beginning of the 30 days.
    pub from: String,
    /// Their end: now.
    pub until: String,
    /// Whether everything was counted. False if more was held back than one request counts: the newest are
    /// counted then.
    pub complete: bool,
}

/// What the report is about.
const DAYS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Deliveries of one outcome that one request counts, in pages of 1,000.
const MOST_PAGES: u32 = 20;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("get-silence-report", "Show that nobody is written to who has left", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, _: Input) -> Result<Reply<Output>, Problem> {
    caller.require(Action::ReadSilence(caller.tenant_id()))?;
    let until = deps.now();
    let time = (until - DAYS, until + SignedDuration::from_millis(1));
    let (mut sent, mut held_back) = (0, BTreeMap::new());
    let all_sent = each(&deps, &caller, Outcome::SentToStopped, time, |_| sent += 1);
    let all_held = each(&deps, &caller, Outcome::HeldBack, time, |delivery| {
        if let Progress::Suppressed { reason } = delivery.progress {
            *held_back.entry(reason.as_str()).or_default() += 1;
        }
    });
    let (all_sent, all_held) = futures::try_join!(all_sent, all_held)?;
    let complete = all_sent && all_held;
    Ok(Reply::ok(Output { sent_to_stopped_in_30_days: sent, held_back, from: time.0.to_string(), until: until.to_string(), complete }))
}

/// Counts deliveries, newest first; whether these were all.
async fn each(
    deps: &Deps,
    caller: &Staff,
    outcome: Outcome,
    time: (Timestamp, Timestamp),
    mut count: impl FnMut(&Delivery),
) -> Result<bool, StoreError> {
    let mut after = None;
    for _ in 0..MOST_PAGES {
        let page = deps.store.outcomes(caller.tenant_id(), outcome, time, &PageRequest { limit: 1_000, after }).await?;
        page.rows.iter().for_each(&mut count);
        after = page.next;
        if after.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
