//! What a person types to say who he is: a phone number, an email address or a generated name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::address::{Address, Email, Phone};
use crate::time::{Entropy, characters};
use crate::unicode::identifier;

/// A login name 登录账号 in its one stored spelling; unique over the whole system (decision 3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginName(String);

/// Not a login name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a phone number, an email address, or 4 to 32 letters, digits, dots, dashes or underscores that begin with a letter")]
pub struct NotALoginName;

/// No 0, 1, l, o or vowels: read out on the phone without mistakes, and no words appear.
const GENERATED_ALPHABET: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";
/// 27^10 names: a guess hits one of a million accounts once in 200 million tries.
const GENERATED_LENGTH: usize = 10;

impl LoginName {
    /// A random name for an account that an approval opens (S002-13, 随机账号).
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("u{}", characters(entropy, GENERATED_ALPHABET, GENERATED_LENGTH)))
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a phone number or an email address, and no name that the system made or staff typed.
    pub fn is_address(&self) -> bool {
        self.0.starts_with('+') || self.0.contains('@')
    }

    /// The name, and of an email address also what stands before the @.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let local = self.0.split_once('@').map(|(local, _)| local);
        std::iter::once(self.0.as_str()).chain(local)
    }
}

impl TryFrom<String> for LoginName {
    type Error = NotALoginName;

    fn try_from(raw: String) -> Result<Self, NotALoginName> {
        let raw = identifier(&raw).into_owned();
        if raw.contains('@') {
            return Email::try_from(raw).map(Self::from).map_err(|_| NotALoginName);
        }
        if raw.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return chosen(&raw).map(Self).ok_or(NotALoginName);
        }
        Phone::try_from(raw).map(|phone| Self(phone.into())).map_err(|_| NotALoginName)
    }
}

/// Login names in rows and events, which were checked when they were written (see [`crate::address::kept`]).
pub mod kept {
    use super::LoginName;
    use serde::de::{Deserialize, Deserializer, Error};

    /// A login name.
    pub fn login<'de, D: Deserializer<'de>>(kept: D) -> Result<LoginName, D::Error> {
        String::deserialize(kept).and_then(spelt)
    }

    /// Login names.
    pub fn logins<'de, D: Deserializer<'de>>(kept: D) -> Result<Vec<LoginName>, D::Error> {
        Vec::<String>::deserialize(kept)?.into_iter().map(spelt).collect()
    }

    fn spelt<E: Error>(text: String) -> Result<LoginName, E> {
        // An earlier version took quoted addresses, with blanks in them.
        let letter = |c: char| (c.is_ascii_graphic() && !c.is_ascii_uppercase()) || (c == ' ' && text.contains('@'));
        let stored = !text.is_empty() && text.chars().all(letter);
        if stored { Ok(LoginName(text)) } else { Err(E::custom("a login name that is not in its stored spelling")) }
    }
}

fn chosen(raw: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = (4..=32).contains(&raw.len()) && raw.chars().all(allowed);
    fits.then(|| raw.to_ascii_lowercase())
}

impl From<LoginName> for String {
    fn from(name: LoginName) -> Self {
        name.0
    }
}

impl From<Phone> for LoginName {
    fn from(phone: Phone) -> Self {
        Self(phone.into())
    }
}

/// One mailbox, one login name: its domain in ASCII.
impl From<Email> for LoginName {
    fn from(email: Email) -> Self {
        Self(email.ascii().into_owned())
    }
}

impl From<&Address> for LoginName {
    fn from(address: &Address) -> Self {
        match address {
            Address::Phone(phone) => phone.clone().into(),
            Address::Email(email) => email.clone().into(),
        }
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::Counting;

    fn name(raw: &str) -> Option<String> {
        LoginName::try_from(raw.to_owned()).ok().map(String::from)
    }

    // S001-2
    #[test]
    fn one_person_one_spelling() {
        assert_eq!(name("138 0013 8000"), name("+86-138-0013-8000"));
        assert_eq!(name("Li.Lei@example.com").as_deref(), Some("li.lei@example.com"));
        assert_eq!(name(" Wang.Fang ").as_deref(), Some("wang.fang"));
        for bad in ["", "abc", "12", "张三abc", "a b c d", "x@", &"a".repeat(33)] {
            assert_eq!(name(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_kept_is_in_its_stored_spelling() {
        use serde::de::value::{Error, StrDeserializer};
        let read = |raw| kept::login(StrDeserializer::<Error>::new(raw)).map(String::from);
        for good in ["+8613800138000", "li.lei@example.com", "wang.fang"] {
            assert_eq!(read(good).as_deref(), Ok(good));
        }
        for bad in ["", "+86 138 0013 8000", "Wang.Fang", "张三"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    // S002-13
    #[test]
    fn generated_names_are_login_names_and_differ() {
        let entropy = Counting::default();
        let (first, second) = (LoginName::generate(&entropy), LoginName::generate(&entropy));
        assert_ne!(first, second);
        assert_eq!(name(first.as_str()), Some(first.into()));
    }
}
