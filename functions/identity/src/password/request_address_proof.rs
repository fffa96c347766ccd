//! Asks for a code that proves the address of an account whose initial password staff typed (decision 3). For anybody
//! signed in who has to replace one. Emits `address_change.requested`, which sends the code to that address.

use foyer_domain::id::EventId;
use foyer_domain::identity::reset::{CODE_LIFE, code};
use foyer_kit::{Deps, Operation, Problem, Reply, SignedIn};
use foyer_messaging::event::{AddressChangeRequested, Event};
use foyer_store::resets::AddressCode;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::codes;
use crate::problems;

/// Nothing is asked: the code goes to the address that the account was opened for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("request-address-proof", "Ask for a code that proves the address of a new account", handle)
}

/// Handles the question. Another one voids the code before.
pub async fn handle(deps: Deps, caller: SignedIn, _input: Input) -> Result<Reply<()>, Problem> {
    let account = &caller.account().value;
    let address = account.to_be_proved().filter(|_| account.needs_code()).ok_or_else(problems::nothing_to_prove)?;
    codes::allowed(&deps, &caller, &address).await?;
    let code = code(deps.entropy());
    let phc = deps.passwords.hash(&code, deps.entropy()).await?;
    let id: EventId = deps.new_id();
    let event = Event::AddressChangeRequested(AddressChangeRequested {
        account_id: account.account_id,
        identity_id: caller.identity_id(),
        address: address.clone(),
        code: deps.sealer()?.seal(&code, &id.to_string(), deps.entropy()).map_err(Problem::internal)?,
        expires_at: deps.now() + CODE_LIFE,
    });
    let asked = AddressCode { account_id: account.account_id, address, phc, tries: 0, at: deps.now() };
    let envelope = deps.event(id, caller.tenant_id(), Some(caller.identity_id()), event);
    let commit = deps.emit(deps.commit().put_over(&asked), &envelope)?;
    Ok(deps.finish(commit, Reply::accepted()).await?)
}
