//! What logging in and switching the identity have in common: a session begins, under a token of its own.

use foyer_domain::id::{AccountId, SessionId};
use foyer_domain::identity::{Account, Identity, Outstanding, Session};
use foyer_domain::time::Timestamp;
use foyer_kit::token::{Token, cookie};
use foyer_kit::{Deps, Problem};
use foyer_store::sessions::SessionRow;
use foyer_store::{Clash, Commit, CommitError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::views::{AccountView, IdentityView, landing, next_step};

/// A new session.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionOutput {
    /// Send it as `Authorization: Bearer …`; also set as a cookie.
    pub token: String,
    /// When the session ends at the latest.
    pub expires_at: String,
    /// What is to be done before anything else: `second_factor` (the second step), `change_password` or
    /// `enrol_second_factor`; null if nothing is.
    pub next_step: Option<&'static str>,
    /// True while the password must be replaced: nothing but changing it is allowed.
    pub must_change_password: bool,
    /// Where a code must be sent that the replacing of the password takes (`request-address-proof`), shortened; null if
    /// it takes none.
    pub proof_address: Option<String>,
    /// Whose session it is; not told before the second step is done.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
}

/// Whose session it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Who {
    /// The account.
    pub account: AccountView,
    /// Its identities, deleted ones left out.
    pub identities: Vec<IdentityView>,
    /// The identity that the session acts as.
    pub active_identity: IdentityView,
    /// `portal` for customers, `console` for staff (S000-7).
    pub landing: &'static str,
}

/// What a session comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// When its owner logged in.
    pub created_at: Timestamp,
    /// When he did the second step, if he did.
    pub second_factor_at: Option<Timestamp>,
    /// The first session of the login; `None` for that one.
    pub login: Option<SessionId>,
}

impl Origin {
    /// A login at `now`.
    pub fn login(now: Timestamp) -> Self {
        Self { created_at: now, second_factor_at: None, login: None }
    }

    /// Another session of the same login.
    pub fn of(session: &Session) -> Self {
        Self { created_at: session.created_at, second_factor_at: session.second_factor_at, login: Some(session.login_id()) }
    }
}

/// A session that is about to begin.
pub struct Beginning {
    /// What the client gets.
    pub output: SessionOutput,
    /// The cookie that it gets.
    pub cookie: String,
    /// What is kept.
    pub row: SessionRow,
}

/// Where the code goes that replacing the password takes.
pub fn proof_address(account: &Account) -> Option<String> {
    account.to_be_proved().filter(|_| account.needs_code()).map(|address| address.masked())
}

/// How often the sessions of a login are looked for that is replaced all the time.
const LOOKS: usize = 10;

/// Ends the login that `session` goes on in. Where another request replaces the session meanwhile (by another identity,
/// the second step, another password), the one that it is replaced by ends too.
///
/// `also` adds what is to happen with it.
pub async fn end_login(deps: &Deps, account: AccountId, session: &Session, also: impl Fn(Commit) -> Commit) -> Result<(), Problem> {
    for _ in 0..LOOKS {
        let going_on = deps.store.sessions_of_login(account, session).await?;
        if going_on.is_empty() {
            return Ok(());
        }
        let mut commit = deps.commit();
        for row in &going_on {
            commit = commit.end_live_session(row);
        }
        match also(commit).run(&deps.store).await {
            Ok(()) => return Ok(()),
            Err(CommitError::Clash(Clash::SessionOver)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(CommitError::Clash(Clash::Stale).into())
}

/// A session as `identity`; `None` if its owner logged in too long ago for what this identity may do.
pub fn begin(deps: &Deps, account: &Account, identity: &Identity, origin: Origin) -> Option<Beginning> {
    let token = Token::generate(account.account_id, deps.entropy());
    let mut session = Session {
        session_id: deps.new_id(),
        account_id: account.account_id,
        identity_id: identity.identity_id,
        epoch: account.session_epoch,
        identity_epoch: identity.session_epoch,
        device: deps.request.device.clone(),
        source: deps.request.source.clone(),
        second_factor_at: origin.second_factor_at,
        login: origin.login,
        created_at: origin.created_at,
        last_seen_at: deps.now(),
        expires_at: origin.created_at + identity.landing().session_life(),
    };
    let outstanding = account.outstanding(&session);
    let known = outstanding != Some(Outstanding::SecondStep);
    if !known {
        session.expires_at = origin.created_at + identity.landing().half_life();
    }
    // As whom it acts is not told before the second step either.
    let token = if known { token.acting_as(identity) } else { token };
    let left = session.expires_at.duration_since(deps.now());
    if !left.is_positive() {
        return None;
    }
    let output = SessionOutput {
        token: token.reveal(),
        expires_at: session.expires_at.to_string(),
        next_step: outstanding.map(next_step),
        must_change_password: outstanding == Some(Outstanding::Password),
        proof_address: proof_address(account).filter(|_| outstanding == Some(Outstanding::Password)),
        who: known.then(|| Who {
            account: AccountView::of(account, identity),
            identities: IdentityView::all(account),
            active_identity: IdentityView::of(identity),
            landing: landing(identity),
        }),
    };
    let row = SessionRow { digest: token.digest(), session };
    Some(Beginning { output, cookie: cookie(&token.reveal(), left.as_secs()), row })
}
