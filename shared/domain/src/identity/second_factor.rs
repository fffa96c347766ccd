//! The second factor 双因素认证 (F26): a code of an authenticator (TOTP, RFC 6238), or a recovery code.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};

use crate::id::AccountId;
use crate::identity::LoginName;
use crate::secret::Secret;
use crate::time::{Entropy, characters};
use crate::unicode::{digit, identifier, is_dash};

/// How long an enrolment may be confirmed.
pub const ENROLMENT_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How long the second step may be done after the first.
pub const SECOND_STEP_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How many recovery codes there are.
pub const RECOVERY_CODES: u8 = 10;

/// How long a code is the current one, in seconds; the one before and the one after are taken too, for clocks
/// that are wrong.
const STEP: u64 = 30;
/// Bytes of an authenticator's secret (RFC 4226).
const SECRET: usize = 20;
/// Digits of an authenticator's code.
const DIGITS: usize = 6;
/// No 0, 1, l, o or vowels: read from paper without mistakes.
const RECOVERY_ALPHABET: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";
/// 27^12 is 57 bits, behind argon2.
const RECOVERY_LENGTH: usize = 12;

/// What is kept of an account's second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whose.
    pub account_id: AccountId,
    /// The authenticator's secret.
    pub secret: SealedText,
    /// The step of the newest code that was used: it and older ones are used up.
    pub last_step: u64,
    /// Recovery codes that were not used.
    pub recovery: Vec<RecoveryCode>,
}

/// An authenticator that has not shown yet that it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Whose.
    pub account_id: AccountId,
    /// The authenticator's secret.
    pub secret: SealedText,
    /// When it began.
    pub begun_at: Timestamp,
}

/// A secret that only a function with the key can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedText {
    /// The name of the key.
    pub key: String,
    /// The text under it.
    pub text: String,
}

/// What is kept of a recovery code: its number, so that one hash is compared and not ten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCode {
    /// Its number, which it begins with.
    pub number: u8,
    /// PHC string of the rest.
    pub phc: String,
}

/// A recovery code as its owner has it: number and secret.
#[derive(Debug, Clone)]
pub struct TypedRecoveryCode {
    /// Its number.
    pub number: u8,
    /// The rest, without dashes.
    pub secret: Secret,
}

/// The six digits that an authenticator shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct OneTimeCode(Secret);

/// What may be typed at the second step.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub enum SecondFactorCode {
    /// From the authenticator.
    OneTime(OneTimeCode),
    /// From the list.
    Recovery(TypedRecoveryCode),
}

/// Not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Where an authenticator's is asked for.
    #[error("must be the 6 digits that the authenticator shows")]
    OneTime,
    /// Where a recovery code is taken too.
    #[error("must be the 6 digits that the authenticator shows, or a recovery code")]
    Any,
}

/// Not the secret of an authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the secret of an authenticator")]
pub struct NotASecret;

/// An authenticator: what computes codes from a secret.
pub struct Authenticator(Totp);

impl SecondFactor {
    /// What the secret of `account` is sealed for.
    pub fn purpose(account: AccountId) -> String {
        format!("second factor of {account}")
    }

    /// The second factor with `code` used; `None` if it is not the authenticator's now, or was used.
    pub fn using(&self, authenticator: &Authenticator, code: &OneTimeCode, now: Timestamp) -> Option<Self> {
        let step = authenticator.step_of(code, now).filter(|step| *step > self.last_step)?;
        Some(Self { last_step: step, ..self.clone() })
    }

    /// The hash of the recovery code of this number, if it was not used.
    pub fn recovery_code(&self, number: u8) -> Option<&RecoveryCode> {
        self.recovery.iter().find(|code| code.number == number)
    }

    /// The second factor with a recovery code used.
    #[must_use]
    pub fn without(&self, number: u8) -> Self {
        let recovery = self.recovery.iter().filter(|code| code.number != number).cloned().collect();
        Self { recovery, ..self.clone() }
    }
}

impl Enrolment {
    /// Until when it may be confirmed.
    pub fn ends(&self) -> Timestamp {
        self.begun_at + ENROLMENT_LIFE
    }

    /// Whether it may still be confirmed.
    pub fn open(&self, now: Timestamp) -> bool {
        now < self.ends()
    }
}

impl Authenticator {
    /// A new one.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut secret = [0_u8; SECRET];
        entropy.fill(&mut secret);
        Self(Builder::new().with_secret(secret).build_noncompliant())
    }

    /// The one with this secret, in base32.
    pub fn of(secret: &Secret) -> Result<Self, NotASecret> {
        let secret = totp_rs::Secret::try_from_base32(secret.reveal()).map_err(|_| NotASecret)?;
        Builder::new().with_secret(secret).build().map(Self).map_err(|_| NotASecret)
    }

    /// The secret in base32, to seal or to type in.
    pub fn secret(&self) -> Secret {
        Secret::new(self.0.secret().to_base32())
    }

    /// What the QR code says: the secret, and what the authenticator calls it.
    pub fn uri(&self, issuer: &str, login: &LoginName) -> Result<Secret, NotASecret> {
        let named = Builder::new().with_secret(self.0.secret().clone()).with_issuer(Some(issuer)).with_account_name(login.as_str());
        let named = named.build().map_err(|_| NotASecret)?;
        named.to_url().map(Secret::new).map_err(|_| NotASecret)
    }

    /// The code of a step.
    pub fn code(&self, step: u64) -> String {
        self.0.generate(step * STEP).to_string()
    }

    /// The step at `now`.
    pub fn step(now: Timestamp) -> u64 {
        u64::try_from(now.as_second()).unwrap_or(0) / STEP
    }

    /// When a step begins.
    pub fn begins(step: u64) -> Timestamp {
        i64::try_from(step * STEP).ok().and_then(|second| Timestamp::from_second(second).ok()).unwrap_or(Timestamp::MAX)
    }

    /// The step whose code this is, of the one at `now`, the one before and the one after.
    fn step_of(&self, code: &OneTimeCode, now: Timestamp) -> Option<u64> {
        self.0.check(code.0.reveal(), u64::try_from(now.as_second()).ok()?)
    }
}

impl TypedRecoveryCode {
    /// A list of new ones.
    pub fn generate(entropy: &dyn Entropy) -> Vec<Self> {
        let secret = || Secret::new(characters(entropy, RECOVERY_ALPHABET, RECOVERY_LENGTH));
        (0..RECOVERY_CODES).map(|number| Self { number, secret: secret() }).collect()
    }

    /// As it is shown: number, and the rest in fours.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.secret.reveal().chars().collect();
        let parts: Vec<String> = letters.chunks(4).map(|part| part.iter().collect()).collect();
        format!("{}-{}", self.number, parts.join("-"))
    }
}

fn without_gaps(raw: &str) -> String {
    let letters = identifier(raw).into_owned();
    letters.chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter)).map(digit).collect::<String>().to_ascii_lowercase()
}

impl TryFrom<String> for OneTimeCode {
    type Error = NotACode;

    fn try_from(raw: String) -> Result<Self, NotACode> {
        let code = without_gaps(&raw);
        let fits = code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(Secret::new(code))) } else { Err(NotACode::OneTime) }
    }
}

impl TryFrom<String> for SecondFactorCode {
    type Error = NotACode;

    fn try_from(raw: String) -> Result<Self, NotACode> {
        if let Ok(code) = OneTimeCode::try_from(raw.clone()) {
            return Ok(Self::OneTime(code));
        }
        let code = without_gaps(&raw);
        let number = code.chars().next().and_then(|first| first.to_digit(10)).and_then(|number| u8::try_from(number).ok());
        let number = number.ok_or(NotACode::Any)?;
        // The first is a digit: it is one byte.
        let secret = &code[1..];
        let fits = secret.len() == RECOVERY_LENGTH && secret.bytes().all(|byte| RECOVERY_ALPHABET.contains(&byte));
        if !fits {
            return Err(NotACode::Any);
        }
        Ok(Self::Recovery(TypedRecoveryCode { number, secret: Secret::new(secret.to_owned()) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::time::testing::Counting;

    fn code(text: &str) -> OneTimeCode {
        text.to_owned().try_into().unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    // RFC 6238, appendix B: the last six of its eight digits
    #[test]
    fn codes_are_those_of_the_standard() {
        let authenticator = Authenticator::of(&Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into())).unwrap();
        for (second, shown) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(authenticator.code(Authenticator::step(at(second))), shown);
        }
    }

    // F26: each code once, nor one that is older than one that was used
    #[test]
    fn a_code_is_used_once_and_in_order() {
        let entropy = Counting::default();
        let authenticator = Authenticator::generate(&entropy);
        let secret = SealedText { key: String::new(), text: String::new() };
        let factor = SecondFactor { account_id: Id::new(at(0), &entropy), secret, last_step: 0, recovery: Vec::new() };
        let now = at(3_000);
        let shown = |step: u64| code(&authenticator.code(step));
        assert_eq!(Authenticator::step(now), 100);
        for (step, taken) in [(98, false), (99, true), (100, true), (101, true), (102, false)] {
            assert_eq!(factor.using(&authenticator, &shown(step), now).is_some(), taken, "{step}");
        }
        let used = factor.using(&authenticator, &shown(100), now).unwrap();
        assert!(used.using(&authenticator, &shown(100), now).is_none());
        assert!(used.using(&authenticator, &shown(99), now).is_none());
        assert!(used.using(&authenticator, &shown(101), now).is_some());
        assert!(used.using(&authenticator, &code("000000"), now).is_none());
    }

    #[test]
    fn a_secret_comes_back_and_is_in_the_uri() {
        let authenticator = Authenticator::generate(&Counting::default());
        let again = Authenticator::of(&authenticator.secret()).unwrap();
        assert_eq!(authenticator.code(7), again.code(7));
        let login = LoginName::try_from("+8613900000001".to_owned()).unwrap();
        let uri = authenticator.uri("Foyer", &login).unwrap();
        let uri = uri.reveal();
        assert!(uri.starts_with("otpauth://totp/Foyer:") && uri.contains("8613900000001") && uri.contains("issuer=Foyer"), "{uri}");
        assert!(uri.contains(authenticator.secret().reveal()));
        assert!(Authenticator::of(&Secret::new("short".into())).is_err());
    }

    // F26
    #[test]
    fn recovery_codes_are_read_as_they_are_shown() {
        let codes = TypedRecoveryCode::generate(&Counting::default());
        assert_eq!(codes.len(), 10);
        for (number, made) in codes.iter().enumerate() {
            let SecondFactorCode::Recovery(read) = SecondFactorCode::try_from(made.shown().to_uppercase()).unwrap() else {
                panic!("{}", made.shown());
            };
            assert_eq!((usize::from(read.number), read.secret.reveal()), (number, made.secret.reveal()));
        }
        for odd in ["", "12345", "1234567", "字字字字字字", "x-bcdf-ghjk-mnpq", "1-bcdf-ghjk-mnp", "1-bcdf-ghjk-mnpo"] {
            assert!(SecondFactorCode::try_from(odd.to_owned()).is_err(), "{odd}");
        }
        for typed in ["123 456", "１２３４５６", "\u{202a}123\u{2011}456\u{202c}", "١٢٣ ٤٥٦"] {
            assert!(matches!(SecondFactorCode::try_from(typed.to_owned()), Ok(SecondFactorCode::OneTime(_))), "{typed}");
        }
    }

    #[test]
    fn an_enrolment_is_open_for_ten_minutes() {
        let secret = SealedText { key: String::new(), text: String::new() };
        let enrolment = Enrolment { account_id: Id::new(at(0), &Counting::default()), secret, begun_at: at(0) };
        assert!(enrolment.open(at(599)) && !enrolment.open(at(600)));
    }
}
