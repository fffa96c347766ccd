//! What logging in and switching the identity have in common: a session begins, under a token of its own.

use foyer_domain::identity::{Account, Identity, Session};
use foyer_domain::time::Timestamp;
use foyer_kit::Deps;
use foyer_kit::token::{Token, cookie};
use foyer_store::sessions::SessionRow;
use schemars::JsonSchema;
use serde::Serialize;

use crate::views::{AccountView, IdentityView, landing};

/// A new session.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionOutput {
    /// Send it as `Authorization: Bearer …`; also set as a cookie.
    pub token: String,
    /// When the session ends at the latest.
    pub expires_at: String,
    /// The account.
    pub account: AccountView,
    /// Its identities, deleted ones left out.
    pub identities: Vec<IdentityView>,
    /// The identity that the session acts as.
    pub active_identity: IdentityView,
    /// `portal` for customers, `console` for staff (S000-7).
    pub landing: &'static str,
    /// True while the password must be replaced: nothing but changing it is allowed.
    pub must_change_password: bool,
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

/// A session as `identity`, of somebody who logged in at `since`; `None` if that is too long ago for what
/// this identity may do.
pub fn begin(deps: &Deps, account: &Account, identity: &Identity, since: Timestamp) -> Option<Beginning> {
    let expires_at = since + identity.landing().session_life();
    let left = expires_at.duration_since(deps.now());
    if !left.is_positive() {
        return None;
    }
    let token = Token::generate(account.account_id, deps.entropy());
    let session = Session {
        session_id: deps.new_id(),
        account_id: account.account_id,
        identity_id: identity.identity_id,
        epoch: account.session_epoch,
        device: deps.request.device.clone(),
        source: deps.request.source.clone(),
        created_at: since,
        last_seen_at: deps.now(),
        expires_at,
    };
    let output = SessionOutput {
        token: token.reveal(),
        expires_at: expires_at.to_string(),
        account: AccountView::of(account),
        identities: IdentityView::all(account),
        active_identity: IdentityView::of(identity),
        landing: landing(identity),
        must_change_password: account.password.must_change(),
    };
    let row = SessionRow { digest: token.digest(), session };
    Some(Beginning { output, cookie: cookie(&token.reveal(), left.as_secs()), row })
}
