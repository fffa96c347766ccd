//! Session tokens: `<account>.<tenant>.<identity>.<landing>.<secret>`, opaque to clients; only a digest of the secret
//! is kept. Tenant, identity and landing are hints. A token without them, `<account>.<secret>`, is as good: it is that of
//! a login whose second step is not done, and those from before there were hints.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use foyer_domain::apps::OpenApps;
use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::{Identity, Landing};
use foyer_domain::secret::Secret;
use foyer_domain::time::Entropy;
use foyer_store::key::digest;
use foyer_store::{Ahead, Key};

/// A token that a client presented or is given.
#[derive(Debug, Clone)]
pub struct Token {
    account: AccountId,
    hints: Option<Hints>,
    secret: Secret,
}

/// As whom a session acts, as its token says before the session is read: what to read with the session, so that an
/// operation waits once. Anybody can write anything here, so nothing read by it is looked at before the session was
/// found valid and says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// The tenant that the identity acts in.
    pub tenant_id: TenantId,
    /// The identity.
    pub identity_id: IdentityId,
    /// Whether it is of staff or of a person served.
    pub landing: Landing,
}

impl Hints {
    /// What is true of `identity`.
    pub fn of(identity: &Identity) -> Self {
        Self { tenant_id: identity.tenant_id, identity_id: identity.identity_id, landing: identity.landing() }
    }

    /// The pages of the portal that are open to a person served, as [`Principal::open_apps`](crate::caller::Principal)
    /// asks for them; none for staff.
    pub fn open_apps(&self) -> Option<Ahead> {
        (self.landing == Landing::Portal).then(|| Ahead::of::<OpenApps>(Key::open_apps(self.tenant_id)))
    }
}

/// Names the rows that a request needs whatever else is found: what to read with the session. It has nothing to go by
/// but what the token says and what is asked, and decides nothing.
pub type ReadAhead<I> = Option<fn(&Hints, &I) -> Vec<Ahead>>;

/// 32 random bytes in base64url.
const SECRET_LENGTH: usize = 43;

impl Token {
    /// A new token for `account`, without hints.
    pub fn generate(account: AccountId, entropy: &dyn Entropy) -> Self {
        let mut random = [0_u8; 32];
        entropy.fill(&mut random);
        Self { account, hints: None, secret: Secret::new(URL_SAFE_NO_PAD.encode(random)) }
    }

    /// The same token with the hint that its session acts as `identity`.
    #[must_use]
    pub fn acting_as(self, identity: &Identity) -> Self {
        Self { hints: Some(Hints::of(identity)), ..self }
    }

    /// Reads a presented token; `None` if it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let (names, secret) = text.rsplit_once('.')?;
        let well_formed = secret.len() == SECRET_LENGTH && secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !well_formed {
            return None;
        }
        let names: Vec<&str> = names.split('.').collect();
        let (account, hints) = match names[..] {
            [account] => (account, None),
            [account, tenant, identity, landing] => (account, Some((tenant, identity, landing))),
            _ => return None,
        };
        let hints = match hints {
            None => None,
            Some((tenant, identity, landing)) => {
                Some(Hints { tenant_id: tenant.parse().ok()?, identity_id: identity.parse().ok()?, landing: landing_named(landing)? })
            }
        };
        Some(Self { account: account.parse().ok()?, hints, secret: Secret::new(secret.to_owned()) })
    }

    /// Whose session it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// As whom it says that the session acts; `None` for a token without hints.
    pub fn hints(&self) -> Option<Hints> {
        self.hints
    }

    /// What is kept of it. The secret has 256 random bits, so a plain digest cannot be searched.
    pub fn digest(&self) -> String {
        digest(self.secret.reveal())
    }

    /// The token as the client holds it.
    pub fn reveal(&self) -> String {
        let secret = self.secret.reveal();
        match &self.hints {
            None => format!("{}.{secret}", self.account),
            Some(hints) => {
                let landing = landing_name(hints.landing);
                format!("{}.{}.{}.{landing}.{secret}", self.account, hints.tenant_id, hints.identity_id)
            }
        }
    }
}

fn landing_name(landing: Landing) -> &'static str {
    match landing {
        Landing::Portal => "portal",
        Landing::Console => "console",
    }
}

fn landing_named(name: &str) -> Option<Landing> {
    [Landing::Portal, Landing::Console].into_iter().find(|landing| landing_name(*landing) == name)
}

/// The portal's cookie. The `__Host-` prefix binds it to this origin and to TLS.
pub const COOKIE: &str = "__Host-foyer";

/// Sets the cookie for `max_age` seconds; 0 removes it.
pub fn cookie(value: &str, max_age: i64) -> String {
    format!("{COOKIE}={value}; Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=Strict")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "acc_01ke6jq30000000000000000a1";
    const SECRET: &str = "0123456789abcdefghijABCDEFGHIJ-_0123456789a";

    fn hinting(hints: &str) -> String {
        format!("{ACCOUNT}.{hints}{SECRET}")
    }

    #[test]
    fn a_token_is_read_as_it_was_given_with_hints_and_without() {
        let hints = "ten_01ke6jq30000000000000000a2.idn_01ke6jq30000000000000000a3.portal.";
        for text in [hinting(""), hinting(hints), hinting(&hints.replace("portal", "console"))] {
            let token = Token::parse(&text).expect("a token");
            assert_eq!(token.reveal(), text);
            assert_eq!((token.account().to_string(), token.digest()), (ACCOUNT.to_owned(), digest(SECRET)));
        }
        assert_eq!(Token::parse(&hinting("")).and_then(|token| token.hints()), None);
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        let (tenant, identity) = ("ten_01ke6jq30000000000000000a2", "idn_01ke6jq30000000000000000a3");
        let hints = [
            format!("{tenant}."),
            format!("{tenant}.{identity}."),
            format!("{identity}.{tenant}.portal."),
            format!("{tenant}.{identity}.elsewhere."),
            format!("{tenant}.{identity}.portal.more."),
            "...".to_owned(),
        ];
        for text in hints.iter().map(|hints| hinting(hints)).chain([SECRET.to_owned(), ACCOUNT.to_owned(), format!("{ACCOUNT}.short")]) {
            assert!(Token::parse(&text).is_none(), "{text}");
        }
    }
}
