//! What stands for everybody's authenticator: the code that is to be typed now. A laptop only has it.

use foyer_domain::identity::{Authenticator, LoginName, SecondFactor};
use foyer_domain::time::SignedDuration;

use crate::{LocalError, System};

/// A code that was not used, and how long one must wait until it is taken.
#[derive(Debug, Clone)]
pub struct NextCode {
    /// The code.
    pub code: String,
    /// Nothing, unless the newest codes were used just now.
    pub wait: SignedDuration,
}

impl System {
    /// The next code of the second factor of `login`; `None` if it has none.
    pub async fn next_code(&self, login: &str) -> Result<Option<NextCode>, LocalError> {
        let deps = self.deps("pass-second-factor")?;
        let failed = |error: foyer_store::StoreError| LocalError::Database(error.to_string());
        let Ok(login) = LoginName::try_from(login.to_owned()) else {
            return Ok(None);
        };
        let Some(account) = deps.store.account_by_login(&login).await.map_err(failed)? else {
            return Ok(None);
        };
        let account_id = account.value.account_id;
        let Some(factor) = deps.store.second_factor(account_id).await.map_err(failed)? else {
            return Ok(None);
        };
        let broken = |error: &dyn std::fmt::Display| LocalError::Operation(error.to_string());
        let sealer = deps.sealer().map_err(|problem| broken(&format!("{problem:?}")))?;
        let opened = sealer.open(&factor.value.secret.into(), &SecondFactor::purpose(account_id)).map_err(|error| broken(&error))?;
        let authenticator = Authenticator::of(&opened).map_err(|error| broken(&error))?;
        let step = Authenticator::step(deps.now()).max(factor.value.last_step + 1);
        // A code is taken one step early.
        let wait = Authenticator::begins(step - 1).duration_since(deps.now()).max(SignedDuration::ZERO);
        Ok(Some(NextCode { code: authenticator.code(step), wait }))
    }
}
