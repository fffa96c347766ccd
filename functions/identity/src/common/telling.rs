//! What becomes known of a change of the second factor: an entry of the audit, and a message to the owner.

use foyer_domain::audit::Act;
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem};
use foyer_messaging::event::{Event, SecondFactorChange, SecondFactorChanged};
use foyer_store::Commit;

/// Adds what the owner did to his second factor.
pub fn told(deps: &Deps, commit: Commit, owner: &Principal, change: SecondFactorChange) -> Result<Commit, Problem> {
    let event = SecondFactorChanged { account_id: owner.account_id(), identity_id: owner.identity_id(), change };
    let event = Event::SecondFactorChanged(event);
    let envelope = deps.event(deps.new_id(), owner.tenant_id(), Some(owner.identity_id()), event);
    let commit = deps.audit_account(commit, &owner.account().value, Some(owner), act(change), &[]);
    deps.emit(commit, &envelope)
}

fn act(change: SecondFactorChange) -> Act {
    match change {
        SecondFactorChange::Enrolled => Act::SecondFactorEnrolled,
        SecondFactorChange::Disabled => Act::SecondFactorDisabled,
        SecondFactorChange::Reset => Act::SecondFactorReset,
        SecondFactorChange::RecoveryCodeUsed => Act::RecoveryCodeUsed,
        SecondFactorChange::RecoveryCodesRenewed => Act::RecoveryCodesRenewed,
    }
}
