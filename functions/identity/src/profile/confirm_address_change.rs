//! Takes another phone number or email address with the code that was sent to it (S004-15). For customers and
//! contacts. Emits `address.changed`, which tells the owner at the address before.
//!
//! The address is a login name from now on, and the one before is none. As after another password, every other
//! session ends, and this one goes on under another token.

use foyer_domain::address::Channel;
use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::AccountLink;
use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::identity::attempts::network;
use foyer_domain::identity::{Account, Moved, reset};
use foyer_domain::secret::Secret;
use foyer_kit::passwords::Match;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_messaging::event::{AddressChanged, Event};
use foyer_store::accounts::LoginGuard;
use foyer_store::directory::Record;
use foyer_store::resets::AddressCode;
use foyer_store::{Clash, Commit, CommitError, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::settling::records;
use crate::problems;

/// The code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The code from the message to the new address.
    #[schemars(with = "String")]
    pub code: Secret,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("confirm-address-change", "Take another phone number or email address with a code", handle)
}

/// Handles the change. A code that is wrong, used, replaced or too old, and one that was tried too often, are refused
/// alike.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<SessionOutput>, Problem> {
    let read = caller.account();
    if read.value.works_somewhere() {
        return Err(problems::staff_address());
    }
    let (network, by) = (network(&deps.request.source), deps.commit_token());
    let code = deps.store.try_address_code(caller.account_id(), &network, &by, deps.now());
    let (code, records) = futures::try_join!(code, records(&deps, &read.value))?;
    let code = code.ok_or_else(problems::wrong_address_code)?;
    if deps.passwords.compare(&reset::typed(&input.code), Some(&code.phc)).await? == Match::No {
        return Err(problems::wrong_address_code());
    }
    let moved = read.value.moved_to(&code.address, caller.tenant_id());
    let moved = Moved { account: Account { session_epoch: read.value.session_epoch + 1, ..moved.account }, ..moved };

    let until_now = &caller.session().value;
    let acting = moved.account.active_identity(caller.identity_id()).ok_or_else(Problem::not_signed_in)?;
    let beginning = begin(&deps, &moved.account, acting, Origin::of(&until_now.session)).ok_or_else(Problem::not_signed_in)?;
    // Who has it and did not prove it loses it to who did.
    let held = deps.store.get::<LoginGuard>(&Key::login(&(&code.address).into())).await?;
    let claimed = held.filter(|held| moved.taken.is_some() && held.value.claimed_until.is_some());
    let commit = deps.commit().use_address_code(&code).move_login(read, &moved, claimed.as_ref());
    let commit = commit.replace_session(until_now, &beginning.row);
    let commit = known(commit, &records, &moved, caller.tenant_id());
    let commit = recorded(&deps, commit, &caller, &code);
    let event = Event::AddressChanged(AddressChanged {
        account_id: caller.account_id(),
        identity_id: caller.identity_id(),
        address: code.address.clone(),
        notify: moved.notify.clone(),
    });
    let commit = deps.emit(commit, &deps.event(deps.new_id(), caller.tenant_id(), Some(caller.identity_id()), event))?;
    // Not `finish`: the answer holds a token, which must not be kept for an idempotency key.
    match commit.run(&deps.store).await {
        Err(CommitError::Clash(Clash::CodeUsed)) => Err(problems::wrong_address_code()),
        outcome => Ok(outcome.map(|()| Reply::ok(beginning.output).cookie(beginning.cookie))?),
    }
}

/// The enterprise that knows the account by the login name which it gave up knows it by the new one (S001-3). Others were
/// not told it (decision 14).
fn known(mut commit: Commit, records: &[(IdentityId, Record)], moved: &Moved, told: TenantId) -> Commit {
    let Some((freed, taken)) = moved.freed.as_ref().zip(moved.taken.as_ref()) else {
        return commit;
    };
    for (identity, record) in records.iter().filter(|(_, record)| record.subject().tenant_id == told) {
        let link = match record.subject().account.clone() {
            AccountLink::Open { account_id, identity_id, login, opener, identity_state, waiting }
                if login == *freed && identity_id == *identity =>
            {
                AccountLink::Open { account_id, identity_id, login: taken.clone(), opener, identity_state, waiting }
            }
            _ => continue,
        };
        commit = commit.link(record, link);
    }
    commit
}

/// The audit needs no more of an address than to tell it from another, and that of another enterprise not even that much.
fn recorded(deps: &Deps, commit: Commit, caller: &Member, code: &AddressCode) -> Commit {
    let channel = code.address.channel();
    let field = match channel {
        Channel::Sms => "phone",
        Channel::Email => "email",
    };
    let account = &caller.account().value;
    let before = account.reach(caller.identity()).address(channel).map(|address| address.masked());
    let change = Change::new(field, before.as_deref(), Some(&code.address.masked()));
    deps.audit_account(commit, account, Some(&**caller), Act::AddressChanged, &[change])
}
