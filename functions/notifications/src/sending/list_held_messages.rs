//! Messages that were held back (F6), or that were sent and came back (F34), with the reason, newest first. For
//! administrators; no events.

use foyer_domain::policy::Action;
use foyer_domain::silence::HeldBack;
use foyer_domain::time::Timestamp;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::deliveries::{Delivery, Outcome, Progress};
use foyer_store::{Page, PageRequest, StoreError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::DeliveryView;

/// Which messages, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `held_back`, or `returned` for those that were sent and came back.
    #[serde(default)]
    #[schemars(with = "String")]
    pub state: State,
    /// Only those held back for this reason, like `identity_offboarded`.
    #[schemars(with = "Option<String>")]
    pub reason: Option<HeldBack>,
    /// From this moment on, RFC 3339.
    #[schemars(with = "Option<String>")]
    pub from: Option<Timestamp>,
    /// Until before this moment, RFC 3339; now otherwise.
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// They were not sent.
    #[default]
    HeldBack,
    /// They came back.
    Returned,
}

impl State {
    fn outcome(self) -> Outcome {
        match self {
            Self::HeldBack => Outcome::HeldBack,
            Self::Returned => Outcome::Returned,
        }
    }
}

/// Rows that one request looks at for a reason. A page may be short, and its cursor goes on.
const MOST_READ: u32 = 500;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-held-messages", "List messages that were held back or came back", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<DeliveryView>>, Problem> {
    caller.require(Action::ReadSilence(caller.tenant_id()))?;
    let time = (input.from.unwrap_or(Timestamp::UNIX_EPOCH), input.until.unwrap_or(Timestamp::MAX));
    if time.0 > time.1 {
        return Err(Problem::invalid("/until", "must not be before from"));
    }
    if input.state == State::Returned && input.reason.is_some() {
        return Err(Problem::invalid("/reason", "goes with held_back only"));
    }
    let key = caller.cursor_key();
    let list = format!("{:?} {:?} {time:?}", input.state, input.reason);
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let page = found(&deps, &caller, input.state, input.reason, time, request).await?;
    Ok(Reply::ok(list_output(&deps, &key, &list, page, DeliveryView::of)))
}

async fn found(
    deps: &Deps,
    caller: &Staff,
    state: State,
    reason: Option<HeldBack>,
    time: (Timestamp, Timestamp),
    request: PageRequest,
) -> Result<Page<Delivery>, StoreError> {
    let mut page = Page { rows: Vec::new(), next: request.after };
    let (mut wanted, mut read) = (request.limit, 0);
    while wanted > 0 && read < MOST_READ {
        let part = PageRequest { limit: wanted, after: page.next.take() };
        let part = deps.store.outcomes(caller.tenant_id(), state.outcome(), time, &part).await?;
        read += wanted;
        page.rows.extend(part.rows.into_iter().filter(|delivery| fits(delivery, reason)));
        wanted = request.limit.saturating_sub(u32::try_from(page.rows.len()).unwrap_or(u32::MAX));
        page.next = part.next;
        if page.next.is_none() {
            break;
        }
    }
    Ok(page)
}

fn fits(delivery: &Delivery, wanted: Option<HeldBack>) -> bool {
    match delivery.progress {
        Progress::Suppressed { reason } => wanted.is_none_or(|wanted| wanted == reason),
        _ => wanted.is_none(),
    }
}
