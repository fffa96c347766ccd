//! Begins to enrol a second factor: an authenticator gets its secret (F26). For the account's owner, who gives
//! the password again; no events. Nothing holds until a code of it confirms the enrolment.

use foyer_domain::identity::second_factor::Enrolment;
use foyer_domain::identity::{Authenticator, SecondFactor};
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Operation, Owner, Problem, Reply};
use qrcode::QrCode;
use qrcode::render::svg;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::proof;
use crate::problems;

/// The password, again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The own password.
    #[schemars(with = "String")]
    pub password: Secret,
}

/// What the authenticator is given. It is shown once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// To type in, in base32.
    pub secret: String,
    /// To open on the device itself.
    pub uri: String,
    /// To scan: the same as an SVG image.
    pub qr_svg: String,
    /// Until when it may be confirmed.
    pub expires_at: String,
}

/// What authenticators call us.
const ISSUER: &str = "Foyer";

/// The operation.
pub fn operation() -> Operation {
    Operation::http("begin-second-factor", "Begin to enrol a second factor", handle)
}

/// Handles the beginning; another one voids it.
pub async fn handle(deps: Deps, caller: Owner, input: Input) -> Result<Reply<Output>, Problem> {
    let account = &caller.account().value;
    if account.second_factor_since.is_some() {
        return Err(problems::second_factor_enrolled());
    }
    proof::password(&deps, &caller, &input.password, "password").await?;
    let authenticator = Authenticator::generate(deps.entropy());
    let secret = authenticator.secret();
    let purpose = SecondFactor::purpose(account.account_id);
    let sealed = deps.sealer()?.seal(&secret, &purpose, deps.entropy()).map_err(Problem::internal)?;
    let enrolment = Enrolment { account_id: account.account_id, secret: sealed.into(), begun_at: deps.now() };
    let uri = authenticator.uri(ISSUER, &account.logins[0]).map_err(Problem::internal)?;
    let qr = QrCode::new(uri.reveal()).map_err(Problem::internal)?;
    // Not `finish`: the answer holds a secret, which must not be kept for an idempotency key.
    deps.commit().put_over(&enrolment).run(&deps.store).await?;
    Ok(Reply::ok(Output {
        secret: secret.reveal().to_owned(),
        uri: uri.reveal().to_owned(),
        qr_svg: qr.render::<svg::Color<'_>>().min_dimensions(200, 200).build(),
        expires_at: enrolment.ends().to_string(),
    }))
}
