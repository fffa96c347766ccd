//! Secrets in events: XChaCha20-Poly1305 under a key that only the sealing and the sending functions have.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use foyer_domain::identity::second_factor::SealedText;
use foyer_domain::secret::Secret;
use foyer_domain::time::Entropy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A sealed secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sealed {
    /// The name of the key it was sealed with.
    pub key: String,
    /// Nonce and ciphertext in base64url.
    pub text: String,
}

/// A sealed secret that is kept is the same thing in a row.
impl From<Sealed> for SealedText {
    fn from(Sealed { key, text }: Sealed) -> Self {
        Self { key, text }
    }
}

impl From<SealedText> for Sealed {
    fn from(SealedText { key, text }: SealedText) -> Self {
        Self { key, text }
    }
}

/// The keys, by name. New secrets are sealed with the current one; older ones stay until what was sealed
/// with them is gone (see `docs/OPERATIONS.md` for the rotation).
#[derive(Clone)]
pub struct KeyRing {
    current: String,
    keys: BTreeMap<String, Key>,
}

/// Seals and opens.
#[derive(Clone)]
pub struct Sealer(Arc<KeyRing>);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

/// Why sealing or opening failed. None of it says anything about a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The ring is not `{"current": "<name>", "<name>": "<key>", …}` with keys of 32 characters or more.
    #[error("the sealing key ring is malformed")]
    BadRing,
    /// The key is not in the ring.
    #[error("the sealing key {0} is not known")]
    UnknownKey(String),
    /// It was changed, or sealed for another purpose.
    #[error("the sealed secret does not open")]
    Broken,
}

const NONCE: usize = 24;

impl KeyRing {
    /// Reads a ring: a JSON object of key names and texts, and `current`. A text is hashed to a key, so
    /// that Secrets Manager's generated strings (64 letters and digits, 380 bits) can be used.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let mut texts: BTreeMap<String, String> = serde_json::from_str(text).map_err(|_| SealError::BadRing)?;
        let current = texts.remove("current").ok_or(SealError::BadRing)?;
        if !texts.contains_key(&current) || texts.values().any(|text| text.len() < 32) {
            return Err(SealError::BadRing);
        }
        let keys = texts.into_iter().map(|(name, text)| (name, Key::from(<[u8; 32]>::from(Sha256::digest(text)))));
        Ok(Self { current, keys: keys.collect() })
    }
}

impl Sealer {
    /// Seals with the keys of `ring`.
    pub fn new(ring: KeyRing) -> Self {
        Self(Arc::new(ring))
    }

    /// Seals `secret` for `purpose` (the event's id): it opens for nothing else.
    pub fn seal(&self, secret: &Secret, purpose: &str, entropy: &dyn Entropy) -> Result<Sealed, SealError> {
        let mut nonce = [0_u8; NONCE];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: secret.reveal().as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.cipher(&self.0.current)?.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| SealError::Broken)?;
        let text = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat());
        Ok(Sealed { key: self.0.current.clone(), text })
    }

    /// Whether a secret was sealed with the current key. One that was not, and is kept, is sealed anew when it is used:
    /// its key can go then.
    pub fn is_current(&self, sealed: &Sealed) -> bool {
        sealed.key == self.0.current
    }

    /// Opens what was sealed for `purpose`.
    pub fn open(&self, sealed: &Sealed, purpose: &str) -> Result<Secret, SealError> {
        let bytes = URL_SAFE_NO_PAD.decode(&sealed.text).map_err(|_| SealError::Broken)?;
        let (nonce, text) = bytes.split_at_checked(NONCE).ok_or(SealError::Broken)?;
        let payload = Payload { msg: text, aad: purpose.as_bytes() };
        let opened = self.cipher(&sealed.key)?.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| SealError::Broken)?;
        String::from_utf8(opened).map(Secret::new).map_err(|_| SealError::Broken)
    }

    fn cipher(&self, name: &str) -> Result<XChaCha20Poly1305, SealError> {
        let key = self.0.keys.get(name).ok_or_else(|| SealError::UnknownKey(name.to_owned()))?;
        Ok(XChaCha20Poly1305::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    fn sealer(ring: &str) -> Sealer {
        Sealer::new(KeyRing::parse(ring).unwrap())
    }

    const OLD: &str = r#"{"current":"k1","k1":"0123456789abcdef0123456789abcdef"}"#;
    const ROTATED: &str = r#"{"current":"k2","k1":"0123456789abcdef0123456789abcdef","k2":"fedcba9876543210fedcba9876543210"}"#;

    #[test]
    fn opens_for_its_purpose_and_after_a_rotation() {
        let secret = Secret::new("Ab3-密码".into());
        let sealed = sealer(OLD).seal(&secret, "evt_1", &Fixed).unwrap();
        assert!(!format!("{sealed:?}").contains("Ab3"));
        assert_eq!(sealer(ROTATED).open(&sealed, "evt_1").unwrap().reveal(), "Ab3-密码");
        assert_eq!(sealer(OLD).open(&sealed, "evt_2").unwrap_err(), SealError::Broken);
        assert!(sealer(OLD).is_current(&sealed) && !sealer(ROTATED).is_current(&sealed));
        let newer = sealer(ROTATED).seal(&secret, "evt_1", &Fixed).unwrap();
        assert_eq!(sealer(OLD).open(&newer, "evt_1").unwrap_err(), SealError::UnknownKey("k2".into()));
    }

    #[test]
    fn a_malformed_ring_is_refused() {
        for ring in ["", "{}", r#"{"current":"k1"}"#, r#"{"current":"k1","k1":"short"}"#] {
            assert!(KeyRing::parse(ring).is_err(), "{ring}");
        }
    }
}
