//! Approves a request: the account opens with a generated login name (S002-10, S002-13). For
//! administrators, maintainers and the maintainers of the dimension; the first decision wins (decision
//! 10). Emits `account_request.approved` and `account.opened`.

use foyer_domain::directory::{AccountRequest, Decision};
use foyer_domain::id::AccountRequestId;
use foyer_domain::identity::LoginName;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::{AccountRequestDecided, Event};
use foyer_store::directory::Record;
use foyer_store::{Ahead, Clash, CommitError, Key, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::opening::{Opening, Wanted};
use crate::common::views::RequestView;
use crate::problems;

/// Which request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub request_id: AccountRequestId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<AccountRequest>(Key::request(hints.tenant_id, input.request_id))];
    Operation::http_ahead("approve-request", "Approve a request: the account opens", ahead, handle)
}

/// Handles the approval.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<RequestView>, Problem> {
    let read = pending(&deps, &caller, input.request_id).await?;
    let contact = deps.store.contact(caller.tenant_id(), read.value.contact_id).await?;
    let contact = contact.ok_or_else(|| Problem::internal("the contact of a request does not exist"))?;

    let decision = Decision { by: caller.identity_id(), by_name: caller.name().clone(), at: deps.now(), rejected_because: None };
    let decided = AccountRequest { decision: Some(decision), ..read.value.clone() };
    let contact = Record::Contact(contact);
    let wanted = Wanted { login: Some(LoginName::generate(deps.entropy())), password: None, even_unreachable: true };
    let opening = Opening::prepare(&deps, &caller, contact.subject(), wanted).await?;
    let told = Event::AccountRequestApproved(decided_event(&caller, &decided));
    let envelope = deps.event(deps.new_id(), decided.tenant_id, Some(caller.identity_id()), told);

    let commit = deps.commit().replace(&read, &decided);
    let commit = opening.add_to(&deps, &caller, commit, &contact)?;
    let commit = deps.emit(commit, &envelope)?;
    let reply = Reply::ok(RequestView::of(&caller, &decided));
    decide(&deps, &caller, input.request_id, deps.finish(commit, reply).await).await
}

/// The request, if the caller may decide it and nobody has.
pub(crate) async fn pending(deps: &Deps, caller: &Staff, id: AccountRequestId) -> Result<Versioned<AccountRequest>, Problem> {
    let read = deps.store.request(caller.tenant_id(), id).await?.ok_or_else(Problem::not_found)?;
    caller.require(Action::DecideRequest(&read.value))?;
    match &read.value.decision {
        None => Ok(read),
        Some(decision) => Err(problems::already_decided(&read.value, decision)),
    }
}

/// Turns a lost race into who won it.
pub(crate) async fn decide(
    deps: &Deps,
    caller: &Staff,
    id: AccountRequestId,
    outcome: Result<Reply<RequestView>, CommitError>,
) -> Result<Reply<RequestView>, Problem> {
    if let Err(CommitError::Clash(Clash::Stale)) = outcome {
        pending(deps, caller, id).await?;
    }
    Ok(outcome?)
}

/// What the applicant is told.
pub(crate) fn decided_event(caller: &Staff, request: &AccountRequest) -> AccountRequestDecided {
    AccountRequestDecided {
        request_id: request.request_id,
        contact_id: request.contact_id,
        contact_name: request.contact_name.clone(),
        applicant: request.applicant,
        decided_by_name: caller.name().clone(),
        reason: request.decision.as_ref().and_then(|decision| decision.rejected_because.clone()),
    }
}
