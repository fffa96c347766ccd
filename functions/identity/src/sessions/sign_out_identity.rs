//! Signs somebody of the enterprise out of every device, and lets him choose another password before
//! anything else 踢下线+改密 (S003-19, F27). For administrators; no events.

use foyer_domain::audit::Act;
use foyer_domain::id::IdentityId;
use foyer_domain::identity::{Account, StoredPassword};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::managed::{account_of_active, whose};

/// Whom.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An identity of the enterprise.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("sign-out-identity", "Sign somebody out everywhere and have the password replaced", ahead, handle)
}

/// Handles the kick. It is the account that somebody else may be in; but of an account that another enterprise uses too,
/// only what acts as this identity ends here (decision 14).
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<()>, Problem> {
    caller.require(Action::ManageSessions(caller.tenant_id()))?;
    let read = account_of_active(&deps, caller.tenant_id(), input.identity_id).await?;
    let account = &read.value;
    let next = if account.is_only_in(caller.tenant_id()) {
        Account {
            session_epoch: account.session_epoch + 1,
            password: StoredPassword { compromised: true, ..account.password.clone() },
            ..account.clone()
        }
    } else {
        let mut next = account.clone();
        let own = next.identities.iter_mut().filter(|identity| identity.identity_id == input.identity_id);
        own.for_each(|identity| identity.session_epoch += 1);
        next
    };
    let commit = deps.commit().replace(&read, &next);
    let commit = deps.audit(commit, &caller, Act::IdentitySignedOut, input.identity_id.to_string(), Vec::new());
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
