//! Passwords: what may be chosen, what is generated, what is kept.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use zxcvbn::Score;

use crate::secret::Secret;
use crate::time::{Entropy, characters};
use crate::unicode::{identifier, is_no_text};

/// An initial password 初始密码 that nobody used is void after 72 hours (decision 1).
pub const INITIAL_PASSWORD_LIFE: SignedDuration = SignedDuration::from_hours(72);

/// What a password that a person chooses must have (F8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// So many characters at least.
    pub shortest: usize,
    /// What the estimator must say at least.
    least: Score,
}

/// The rule where the password is alone: who has the hash needs more than 10^8 guesses.
pub const ALONE: Rule = Rule { shortest: 12, least: Score::Three };
/// The rule beside a second factor: who guesses at the login needs more than 10^6.
pub const WITH_SECOND_FACTOR: Rule = Rule { shortest: 8, least: Score::Two };
/// Longest password that is hashed, in bytes: argon2 would take more, but a client could then make the
/// server read and hash megabytes.
pub const MAX_BYTES: usize = 512;

/// Characters that are estimated.
const ESTIMATED: usize = 100;
/// Digits by whose end a phone number is known, with or without what stands in front of them: its country, a trunk
/// prefix, an area.
const KNOWN_BY: usize = 8;

/// No look-alikes (0/O, 1/l/I): people copy it from an SMS by eye.
const GENERATED_ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
/// 54^14 is 80 bits.
const GENERATED_LENGTH: usize = 14;

/// A password that satisfies the rule, not hashed yet.
#[derive(Debug, Clone)]
pub struct NewPassword(Secret);

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer characters than this.
    #[error("must have at least {0} characters")]
    TooShort(usize),
    /// More than [`MAX_BYTES`].
    #[error("must have at most 512 bytes")]
    TooLong,
    /// A control, or what is no character.
    #[error("must not contain control characters")]
    Control,
    /// Common, or made of what is common.
    #[error("is too easy to guess: use several words that do not belong together, or more characters")]
    Guessable,
    /// Holds the login name, or the name of the person, of an enterprise or of this product.
    #[error("must not contain your login name, your name, or the name of the enterprise or of this system")]
    Personal,
    /// The same as the one it is to replace.
    #[error("must differ from the current password")]
    Unchanged,
}

impl NewPassword {
    /// Checks a password that a person typed (F8, S003-17). `about` are texts that it must not contain: the
    /// account's login names, the names of the person and of the enterprises. There is no rule about kinds of
    /// characters: what counts is how many guesses it takes.
    pub fn choose(typed: &Secret, rule: Rule, about: &[&str]) -> Result<Self, PasswordFault> {
        let prepared = prepared(typed);
        let text = prepared.reveal();
        if text.len() > MAX_BYTES {
            return Err(PasswordFault::TooLong);
        }
        if text.chars().any(|c| is_no_text(c) || c.is_control()) {
            return Err(PasswordFault::Control);
        }
        if text.chars().count() < rule.shortest {
            return Err(PasswordFault::TooShort(rule.shortest));
        }
        if is_personal(text, about) {
            return Err(PasswordFault::Personal);
        }
        // The estimator knows the common passwords, words, names, keyboard walks and dates; its work grows with
        // the square of the length.
        let beginning: String = text.chars().take(ESTIMATED).collect();
        if zxcvbn::zxcvbn(&beginning, about).score() < rule.least {
            return Err(PasswordFault::Guessable);
        }
        Ok(Self(prepared))
    }

    /// A random initial password.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Secret::new(characters(entropy, GENERATED_ALPHABET, GENERATED_LENGTH)))
    }

    /// The password in the clear, to hash or to seal.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

/// A password in the one form in which it is hashed and compared, whatever keyboard it was typed on (RFC 8265,
/// `OpaqueString`): every blank is the one of ASCII, and letters are composed. Nothing else is changed, not its case
/// and not its width.
///
/// These two lines instead of a crate: those that there are know the Unicode of years ago, and refuse the emoji since.
pub fn prepared(typed: &Secret) -> Secret {
    let blank = |c: char| if c.is_whitespace() && !c.is_control() { ' ' } else { c };
    Secret::new(typed.reveal().chars().map(blank).nfc().collect())
}

/// Whether a password is made of a text about its owner, in any of the forms in which people type it.
fn is_personal(password: &str, about: &[&str]) -> bool {
    let typed = bare(password);
    let digits = digits(password);
    // What is left of `anna2026!` when what people put around a word is cut.
    let core = bare(password.trim_matches(|c: char| !c.is_alphabetic()));
    let is_in = |form: &String| typed.contains(form) || (is_telling(&core) && form.contains(&core));
    let ends: BTreeSet<String> = about.iter().filter_map(|text| number_end(text)).collect();
    about.iter().chain(&["foyer"]).flat_map(|text| both_ways(bare(text))).filter(|form| is_telling(form)).any(|form| is_in(&form))
        || ends.into_iter().flat_map(both_ways).any(|end| digits.contains(&end))
}

/// A text without its case, its accents, and whatever separates its words.
fn bare(text: &str) -> String {
    let letters = identifier(text).to_lowercase();
    letters.nfd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)).collect()
}

fn digits(text: &str) -> String {
    identifier(text).chars().filter(char::is_ascii_digit).collect()
}

/// The end of a phone number, if the text is one.
fn number_end(text: &str) -> Option<String> {
    let number = text.strip_prefix('+').filter(|digits| digits.len() > KNOWN_BY && digits.bytes().all(|b| b.is_ascii_digit()))?;
    Some(number[number.len() - KNOWN_BY..].to_owned())
}

fn both_ways(form: String) -> [String; 2] {
    let reversed = form.chars().rev().collect();
    [form, reversed]
}

/// Two letters are nothing; two Chinese characters are a name.
fn is_telling(form: &str) -> bool {
    form.chars().count() >= if form.is_ascii() { 3 } else { 2 }
}

/// What is kept of a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPassword {
    /// PHC string: scheme, parameters, salt and hash.
    pub phc: String,
    /// When it was set.
    pub set_at: Timestamp,
    /// Set for an initial password only: it is void from then on, and must be replaced at first login.
    pub initial_until: Option<Timestamp>,
    /// Its owner must replace it, because somebody else may know it (S003-19).
    #[serde(default)]
    pub compromised: bool,
    /// Staff typed it: whoever uses it has proved nothing (decision 3).
    #[serde(default)]
    pub typed: bool,
}

impl StoredPassword {
    /// A password that its owner chose.
    pub fn chosen(phc: String, now: Timestamp) -> Self {
        Self { phc, set_at: now, initial_until: None, compromised: false, typed: false }
    }

    /// An initial password that was generated: nobody knows it but whoever reads the message that carries it.
    pub fn initial(phc: String, now: Timestamp) -> Self {
        Self { phc, set_at: now, initial_until: Some(now + INITIAL_PASSWORD_LIFE), compromised: false, typed: false }
    }

    /// An initial password that staff typed.
    pub fn typed(phc: String, now: Timestamp) -> Self {
        Self { typed: true, ..Self::initial(phc, now) }
    }

    /// Whether its owner has not replaced an initial one yet.
    pub fn is_initial(&self) -> bool {
        self.initial_until.is_some()
    }

    /// Whether it is an initial one, to be replaced before anything else.
    pub fn must_change(&self) -> bool {
        self.initial_until.is_some() || self.compromised
    }

    /// Whether it may still be used to log in.
    pub fn usable(&self, now: Timestamp) -> bool {
        self.initial_until.is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::Counting;

    fn choose(text: &str) -> Result<(), PasswordFault> {
        NewPassword::choose(&Secret::new(text.into()), ALONE, &["+8613800138000", "张三丰", "李雷"]).map(|_| ())
    }

    // F8, S003-17
    #[test]
    fn the_rule() {
        assert_eq!(choose("correct horse battery"), Ok(()));
        assert_eq!(choose("密码可以是任何字符都行吧哈哈"), Ok(()));
        assert_eq!(choose("short"), Err(PasswordFault::TooShort(12)));
        assert_eq!(choose(&"ab".repeat(300)), Err(PasswordFault::TooLong));
        for common in ["abababababab", "password1234", "qwertyuiop123", "123456789012", "letmein20202020", "iloveyou1234"] {
            assert_eq!(choose(common), Err(PasswordFault::Guessable), "{common}");
        }
        assert_eq!(choose(&"长城外古道边芳草碧连天".repeat(10)), Ok(()));
        assert_eq!(choose("my+8613800138000x"), Err(PasswordFault::Personal));
        assert_eq!(choose("我是张三丰我是张三丰啊"), Err(PasswordFault::TooShort(12)));
        assert_eq!(choose("我是张三丰我是张三丰啊哈"), Err(PasswordFault::Personal));
        assert_eq!(choose("I-love-FOYER-2026"), Err(PasswordFault::Personal));
    }

    // F8: what is known of a person is tried first, in every form in which people type it
    #[test]
    fn personal_texts_are_found_in_every_form() {
        let about = ["+8613907264158", "zhang.wei@example.com", "zhang.wei", "Renée Müller-Lüdenscheid", "北京创新科技"];
        let choose = |text: &str| NewPassword::choose(&Secret::new(text.into()), ALONE, &about).err();
        for personal in [
            "13907264158a",
            "a1390-7264-158!",
            "0086 139 0726 4158",
            "my 07264158 number",
            "85146270931 xyz",
            "１３９０７２６４１５８a",
            "ZhangWei-1985-0412",
            "zhang wei 198504",
            "iewgnahz.198504x",
            "Renee!Muller2026",
            "renée.müller.ludenscheid",
            "2026--Müller--2026",
            "!!!LUDENSCHEID!!!",
            "创新科技20262026！",
            "foyer20262026!!",
        ] {
            assert_eq!(choose(personal), Some(PasswordFault::Personal), "{personal}");
        }
        for other in ["correct horse battery", "vivid-canoe-1390-tulip", "wei gao de shan 88 feng", "müsli tastes of granite"] {
            assert_eq!(choose(other), None, "{other}");
        }
    }

    // RFC 8265, 4.2
    #[test]
    fn another_keyboard_types_the_same_password() {
        let prepared = |text: &str| prepared(&Secret::new(text.into())).reveal().to_owned();
        assert_eq!(prepared("cafe\u{301} blaue\u{a0}Hu\u{308}gel"), "café blaue Hügel");
        assert_eq!(prepared("correct\u{3000}horse"), "correct horse");
        assert_eq!(prepared("Σ ﬁ Ａ"), "Σ ﬁ Ａ", "neither case nor width is touched");
        let choose = |text: &str| NewPassword::choose(&Secret::new(text.into()), ALONE, &[]);
        assert_eq!(choose("cafe\u{301} blaue Hu\u{308}gel").unwrap().secret().reveal(), "café blaue Hügel");
        assert_eq!(choose("correct\0horse battery").err(), Some(PasswordFault::Control));
    }

    // F8: with a second factor eight characters are enough, if they are hard to guess
    #[test]
    fn a_second_factor_makes_shorter_passwords_good() {
        let choose = |text: &str, rule| NewPassword::choose(&Secret::new(text.into()), rule, &[]).err();
        assert_eq!(choose("vZ4kq9Xw", WITH_SECOND_FACTOR), None);
        assert_eq!(choose("vZ4kq9Xw", ALONE), Some(PasswordFault::TooShort(12)));
        assert_eq!(choose("vZ4kq9X", WITH_SECOND_FACTOR), Some(PasswordFault::TooShort(8)));
        for common in ["password", "12345678", "qwertyui", "iloveyou", "letmein1"] {
            assert_eq!(choose(common, WITH_SECOND_FACTOR), Some(PasswordFault::Guessable), "{common}");
        }
    }

    // decision 1
    #[test]
    fn an_initial_password_lives_72_hours() {
        let now = Timestamp::UNIX_EPOCH;
        let initial = StoredPassword::initial(String::new(), now);
        assert!(initial.must_change());
        assert!(initial.usable(now + SignedDuration::from_hours(71)));
        assert!(!initial.usable(now + SignedDuration::from_hours(72)));
        assert!(StoredPassword::chosen(String::new(), now).usable(now + SignedDuration::from_hours(1_000)));
    }

    #[test]
    fn generated_passwords_satisfy_the_rule() {
        let entropy = Counting::default();
        for _ in 0..100 {
            let generated = NewPassword::generate(&entropy);
            assert!(NewPassword::choose(generated.secret(), ALONE, &[]).is_ok());
        }
    }
}
