//! Proving again who one is: with the password, with a code of the second factor. Each has a counter of its
//! own, and an attempt is counted before anything is compared (F26).

use foyer_domain::id::AccountId;
use foyer_domain::identity::attempts::Counted;
use foyer_domain::identity::second_factor::SecondFactorCode;
use foyer_domain::identity::{Authenticator, SecondFactor};
use foyer_domain::secret::Secret;
use foyer_kit::caller::Principal;
use foyer_kit::passwords::Match;
use foyer_kit::{Deps, Problem};
use foyer_store::attempts::Attempt;
use foyer_store::{Commit, Versioned};

use crate::problems;

/// Compares what the caller typed with his password; `field` is what he typed it into.
pub async fn password(deps: &Deps, caller: &Principal, typed: &Secret, field: &str) -> Result<(), Problem> {
    let counted = caller.account_id().to_string();
    count(deps, Counted::Again, &counted).await?;
    let stored = &caller.account().value.password.phc;
    if deps.passwords.compare(typed, Some(stored)).await? == Match::No {
        return Err(problems::wrong_current_password(field));
    }
    // Not with the change: that may be refused for something else, and the password was right.
    Ok(deps.store.forget_attempts(Counted::Again, &counted).await?)
}

/// A right code, not used yet.
pub struct RightCode {
    read: Versioned<SecondFactor>,
    /// The second factor with the code used.
    pub next: SecondFactor,
    /// It was a recovery code.
    pub recovery: bool,
}

/// Compares a code with the second factor of an account.
pub async fn code(deps: &Deps, account: AccountId, typed: &SecondFactorCode) -> Result<RightCode, Problem> {
    let factor = async { Ok::<_, Problem>(deps.store.second_factor(account).await?) };
    let ((), factor) = futures::try_join!(count_code(deps, account), factor)?;
    let read = factor.ok_or_else(problems::wrong_second_factor)?;
    let (next, recovery) = match typed {
        SecondFactorCode::OneTime(code) => {
            let (sealed, purpose) = (read.value.secret.clone().into(), SecondFactor::purpose(account));
            let sealer = deps.sealer()?;
            let secret = sealer.open(&sealed, &purpose).map_err(Problem::internal)?;
            let authenticator = Authenticator::of(&secret).map_err(Problem::internal)?;
            let mut next = read.value.using(&authenticator, code, deps.now());
            // The row is written anyway: with the current key, so that the one before can leave the ring.
            if let Some(next) = next.as_mut().filter(|_| !sealer.is_current(&sealed)) {
                next.secret = sealer.seal(&secret, &purpose, deps.entropy()).map_err(Problem::internal)?.into();
            }
            (next, false)
        }
        SecondFactorCode::Recovery(code) => {
            let stored = read.value.recovery_code(code.number).map(|code| code.phc.as_str());
            let matched = deps.passwords.compare(&code.secret, stored).await?;
            (Some(read.value.without(code.number)).filter(|_| matched != Match::No), true)
        }
    };
    let next = next.ok_or_else(problems::wrong_second_factor)?;
    Ok(RightCode { read, next, recovery })
}

/// Counts a code that is about to be compared.
pub async fn count_code(deps: &Deps, account: AccountId) -> Result<(), Problem> {
    count(deps, Counted::Code, &account.to_string()).await
}

async fn count(deps: &Deps, by: Counted, what: &str) -> Result<(), Problem> {
    match deps.store.count_attempt(by, what, &deps.commit_token(), deps.now()).await? {
        Attempt::Go(_) => Ok(()),
        Attempt::Wait(wait) => Err(Problem::too_many(wait)),
    }
}

impl RightCode {
    /// Adds that the code is used: of many who use it at once, one (`Clash::CodeUsed` for the others).
    pub fn used(&self, commit: Commit) -> Commit {
        commit.use_second_factor(&self.read, &self.next).forgive_codes(&self.read.value.account_id.to_string())
    }

    /// Adds that the code is used, and the second factor ends with it.
    pub fn used_to_end(&self, commit: Commit) -> Commit {
        commit.end_second_factor(&self.read).forgive_codes(&self.read.value.account_id.to_string())
    }
}
