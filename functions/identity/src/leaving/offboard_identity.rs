//! Offboards 离职 an external identity, or all that its account has in this enterprise: it is suspended, its
//! data stays (S000-14 to S000-17). A successor takes over the open tickets: at once, or, where they are many, by and
//! by (`hand-over-tickets`). Who acts as it is signed out
//! with his next request. For the opener, and the owner, participants and customer-service owner of its
//! contact or customer (S000-2). No events: nobody offboarded gets a message.

use foyer_domain::id::IdentityId;
use foyer_domain::identity::Move;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::{HandedOver, Receipt, Scope, managed, whose};
use crate::common::open_tickets::take_over;

/// Which identity, how far, and who takes over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The identity.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// `this` (default) or `all` that the account has in this enterprise.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub scope: Scope,
    /// The identity that takes over the open tickets: an active one of the same customer or organisation.
    #[schemars(with = "Option<String>")]
    pub successor: Option<IdentityId>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("offboard-identity", "Offboard an external identity", ahead, handle)
}

/// Handles the offboarding.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Receipt>, Problem> {
    let found = managed(&deps, &caller, input.identity_id).await?;
    let leaving = found.within(&caller, input.scope, Move::Offboard)?;
    let commit = found.step(&deps, &caller, deps.commit(), &leaving, Move::Offboard)?;
    let taken_over = async {
        let Some(successor_id) = input.successor else { return Ok((commit, HandedOver::default())) };
        take_over(&deps, &caller, commit, &leaving, successor_id).await
    };
    let sessions = async { Ok::<_, Problem>(found.live_sessions(&deps, &leaving).await?) };
    let (sessions, (commit, handed_over)) = futures::try_join!(sessions, taken_over)?;
    let receipt = found.receipt(&caller, &leaving, Move::Offboard, sessions, handed_over)?;
    Ok(deps.finish(commit, Reply::ok(receipt)).await?)
}
