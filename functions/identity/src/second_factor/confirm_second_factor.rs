//! Enrols a second factor with a code that shows that the authenticator works (F26). For the account's owner.
//! The session goes on under another token: an administrator may do more from here on. Other sessions have to
//! do the second step. Emits `second_factor.changed`, which tells the owner.

use foyer_domain::identity::second_factor::OneTimeCode;
use foyer_domain::identity::{Account, Authenticator, SecondFactor};
use foyer_kit::{Deps, Operation, Owner, Problem, Reply};
use foyer_messaging::event::SecondFactorChange;
use foyer_store::{Entity as _, Table};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::beginning::{Origin, SessionOutput, begin};
use crate::common::proof::count_code;
use crate::common::recovery::recovery_codes;
use crate::common::telling::told;
use crate::problems;

/// A code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The 6 digits that the authenticator shows.
    #[schemars(with = "String")]
    pub code: OneTimeCode,
}

/// What is shown once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Each signs in once in place of the authenticator.
    pub recovery_codes: Vec<String>,
    /// The session, under its new token.
    pub session: SessionOutput,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("confirm-second-factor", "Enrol a second factor", handle)
}

/// Handles the enrolment.
pub async fn handle(deps: Deps, caller: Owner, input: Input) -> Result<Reply<Output>, Problem> {
    let (account, account_id) = (caller.account(), caller.account_id());
    if account.value.second_factor_since.is_some() {
        return Err(problems::second_factor_enrolled());
    }
    let enrolment = async { Ok::<_, Problem>(deps.store.enrolment(account_id).await?) };
    let ((), enrolment) = futures::try_join!(count_code(&deps, account_id), enrolment)?;
    let enrolment = enrolment.map(|read| read.value);
    let enrolment = enrolment.filter(|enrolment| enrolment.open(deps.now())).ok_or_else(problems::no_enrolment)?;
    let sealed = enrolment.secret.clone().into();
    let secret = deps.sealer()?.open(&sealed, &SecondFactor::purpose(account_id)).map_err(Problem::internal)?;
    let authenticator = Authenticator::of(&secret).map_err(Problem::internal)?;
    let factor = SecondFactor { account_id, secret: enrolment.secret, last_step: 0, recovery: Vec::new() };
    let factor = factor.using(&authenticator, &input.code, deps.now()).ok_or_else(problems::wrong_second_factor)?;
    let (shown, recovery) = recovery_codes(&deps).await?;

    let next = Account { second_factor_since: Some(deps.now()), ..account.value.clone() };
    let until_now = &caller.session().value;
    let origin = Origin { second_factor_at: Some(deps.now()), ..Origin::of(&until_now.session) };
    let beginning = begin(&deps, &next, caller.identity(), origin).ok_or_else(Problem::not_signed_in)?;
    let commit = deps.commit().replace(account, &next).put_over(&SecondFactor { recovery, ..factor });
    let commit = commit.end_enrolment(account_id).forgive_codes(&account_id.to_string());
    let commit = commit.begin_session(&beginning.row).remove(Table::Sessions, &until_now.key());
    // Not `finish`: the answer holds secrets, which must not be kept for an idempotency key.
    told(&deps, commit, &caller, SecondFactorChange::Enrolled)?.run(&deps.store).await?;
    Ok(Reply::ok(Output { recovery_codes: shown, session: beginning.output }).cookie(beginning.cookie))
}
