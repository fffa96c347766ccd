//! Session tokens: `<account>.<secret>`, opaque to clients; only a digest of the secret is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use foyer_domain::id::AccountId;
use foyer_domain::secret::Secret;
use foyer_domain::time::Entropy;
use foyer_store::key::digest;

/// A token that a client presented or is given.
#[derive(Debug, Clone)]
pub struct Token {
    account: AccountId,
    secret: Secret,
}

/// 32 random bytes in base64url.
const SECRET_LENGTH: usize = 43;

impl Token {
    /// A new token for `account`.
    pub fn generate(account: AccountId, entropy: &dyn Entropy) -> Self {
        let mut random = [0_u8; 32];
        entropy.fill(&mut random);
        Self { account, secret: Secret::new(URL_SAFE_NO_PAD.encode(random)) }
    }

    /// Reads a presented token; `None` if it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let (account, secret) = text.split_once('.')?;
        let well_formed = secret.len() == SECRET_LENGTH && secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !well_formed {
            return None;
        }
        Some(Self { account: account.parse().ok()?, secret: Secret::new(secret.to_owned()) })
    }

    /// Whose session it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// What is kept of it. The secret has 256 random bits, so a plain digest cannot be searched.
    pub fn digest(&self) -> String {
        digest(self.secret.reveal())
    }

    /// The token as the client holds it.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.account, self.secret.reveal())
    }
}

/// The portal's cookie. The `__Host-` prefix binds it to this origin and to TLS.
pub const COOKIE: &str = "__Host-foyer";

/// Sets the cookie for `max_age` seconds; 0 removes it.
pub fn cookie(value: &str, max_age: i64) -> String {
    format!("{COOKIE}={value}; Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=Strict")
}
