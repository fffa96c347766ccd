//! Applies for a contact's account. For the adder of the contact (S002-6 to S002-8, S004-16). Emits
//! `account_request.submitted`, which tells everybody who may decide.

use foyer_domain::directory::{AccountLink, AccountRequest, Contact};
use foyer_domain::id::ContactId;
use foyer_domain::policy::Action;
use foyer_domain::text::Remark;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::{AccountRequestSubmitted, Event};
use foyer_store::{Ahead, Clash, CommitError, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::RequestView;
use crate::problems;

/// For which contact, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// Remark 备注, up to 1,000 characters.
    #[schemars(with = "String")]
    pub remark: Remark,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| vec![Ahead::of::<Contact>(Key::contact(hints.tenant_id, input.contact_id))];
    Operation::http_ahead("request-account", "Apply for a contact's account", ahead, handle)
}

/// Handles the application.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<RequestView>, Problem> {
    let read = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
    let contact = &read.value;
    caller.require(Action::RequestAccount(contact.into()))?;
    contact.account.vacant().map_err(problems::account_taken)?;

    let request = AccountRequest {
        tenant_id: contact.tenant_id,
        request_id: deps.new_id(),
        contact_id: contact.contact_id,
        contact_name: contact.name.clone(),
        dimension_id: contact.dimension_id,
        applicant: caller.identity_id(),
        applicant_name: caller.name().clone(),
        remark: input.remark,
        submitted_at: deps.now(),
        decision: None,
    };
    let pending = Contact { account: AccountLink::Pending { request_id: request.request_id }, ..contact.clone() };
    let event = Event::AccountRequestSubmitted(AccountRequestSubmitted {
        request_id: request.request_id,
        contact_id: request.contact_id,
        contact_name: request.contact_name.clone(),
        dimension_id: request.dimension_id,
        applicant_name: request.applicant_name.clone(),
        remark: request.remark.clone(),
    });
    let envelope = deps.event(deps.new_id(), contact.tenant_id, Some(caller.identity_id()), event);
    let commit = deps.commit().create(&request, Clash::Exists).replace(&read, &pending);
    let commit = deps.emit(commit, &envelope)?;
    let reply = Reply::created(format!("/api/account-requests/{}", request.request_id), RequestView::of(&caller, &request));
    match deps.finish(commit, reply).await {
        Err(CommitError::Clash(Clash::Stale)) => {
            let now = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
            now.value.account.vacant().map_err(problems::account_taken)?;
            Err(CommitError::Clash(Clash::Stale).into())
        }
        outcome => Ok(outcome?),
    }
}
