//! Rejects a request with a reason: one may apply again, and the reason is kept (S002-14). For those who
//! may approve; the first decision wins. Emits `account_request.rejected`.

use foyer_domain::directory::{AccountLink, AccountRequest, Contact, Decision, Rejection};
use foyer_domain::id::AccountRequestId;
use foyer_domain::text::Remark;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::Event;
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::accounts::approve_request::{decide, decided_event, pending};
use crate::common::views::RequestView;

/// Which request, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its id.
    #[schemars(with = "String")]
    pub request_id: AccountRequestId,
    /// Reason, up to 1,000 characters; the applicant reads it.
    #[schemars(with = "String")]
    pub reason: Remark,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<AccountRequest>(Key::request(hints.tenant_id, input.request_id))];
    Operation::http_ahead("reject-request", "Reject a request with a reason", ahead, handle)
}

/// Handles the rejection.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<RequestView>, Problem> {
    let read = pending(&deps, &caller, input.request_id).await?;
    let contact = deps.store.contact(caller.tenant_id(), read.value.contact_id).await?;
    let contact = contact.ok_or_else(|| Problem::internal("the contact of a request does not exist"))?;

    let decision =
        Decision { by: caller.identity_id(), by_name: caller.name().clone(), at: deps.now(), rejected_because: Some(input.reason.clone()) };
    let decided = AccountRequest { decision: Some(decision), ..read.value.clone() };
    let rejection = Rejection { request_id: decided.request_id, reason: input.reason, at: deps.now() };
    let vacant = Contact { account: AccountLink::None { rejection: Some(rejection) }, ..contact.value.clone() };
    let told = Event::AccountRequestRejected(decided_event(&caller, &decided));
    let envelope = deps.event(deps.new_id(), decided.tenant_id, Some(caller.identity_id()), told);

    let commit = deps.commit().replace(&read, &decided).replace(&contact, &vacant);
    let commit = deps.emit(commit, &envelope)?;
    let reply = Reply::ok(RequestView::of(&caller, &decided));
    decide(&deps, &caller, input.request_id, deps.finish(commit, reply).await).await
}
