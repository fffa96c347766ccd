//! Rehires 返聘 an offboarded identity: it can be used again and has the data from before (S000-22 to
//! S000-24). For the opener, and the owner, participants and customer-service owner of its contact or
//! customer (S000-2). No events.

use foyer_domain::id::IdentityId;
use foyer_domain::identity::Move;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::{HandedOver, Receipt, Scope, managed, whose};

/// Which identity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("rehire-identity", "Rehire an offboarded identity", ahead, handle)
}

/// Handles the return.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Receipt>, Problem> {
    let found = managed(&deps, &caller, input.identity_id).await?;
    let returning = found.within(&caller, Scope::This, Move::Rehire)?;
    let commit = found.step(&deps, &caller, deps.commit(), &returning, Move::Rehire)?;
    let receipt = found.receipt(&caller, &returning, Move::Rehire, 0, HandedOver::default())?;
    Ok(deps.finish(commit, Reply::ok(receipt)).await?)
}
