//! A forgotten password: codes, and how many are sent (S001-23, F7).

use jiff::SignedDuration;

use super::LoginName;
use crate::secret::Secret;
use crate::time::{Entropy, characters};

/// How long a code may be used.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How often a code may be tried.
pub const TRIES: u32 = 5;
/// Digits of a code.
const DIGITS: usize = 6;
/// Digits of the prefix of a phone number: with ten thousand numbers behind it, it is somebody's block.
const PREFIX: usize = 7;

/// A new code.
pub fn code(entropy: &dyn Entropy) -> Secret {
    Secret::new(characters(entropy, b"0123456789", DIGITS))
}

/// So many within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Names the counter.
    pub name: &'static str,
    /// How many.
    pub most: u32,
    /// Within how long.
    pub within: SignedDuration,
}

const SHORT: SignedDuration = SignedDuration::from_mins(15);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is counted when a code is asked for with `login` from `source`, and how far: each of the name, the
/// block of phone numbers and the source may ask three times in a quarter of an hour and ten times a day.
/// SMS are what costs, and what abuse is after.
pub fn limits(login: &LoginName, source: &str) -> Vec<(Limit, String)> {
    let limit = |name, most, within| Limit { name, most, within };
    let mut counted = vec![
        (limit("reset-name", 3, SHORT), login.to_string()),
        (limit("reset-name-day", 10, DAY), login.to_string()),
        (limit("reset-source", 3, SHORT), source.to_owned()),
        (limit("reset-source-day", 10, DAY), source.to_owned()),
    ];
    if let Some(number) = login.as_str().strip_prefix('+') {
        let prefix: String = number.chars().take(PREFIX).collect();
        counted.push((limit("reset-prefix", 3, SHORT), prefix.clone()));
        counted.push((limit("reset-prefix-day", 10, DAY), prefix));
    }
    counted
}

/// Codes that are sent to people of one tenant in a day: the breaker for its spend.
pub const OF_TENANT: Limit = Limit { name: "reset-tenant-day", most: 500, within: DAY };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::Counting;

    // S001-23
    #[test]
    fn a_code_has_six_digits() {
        let code = code(&Counting::default());
        assert!(code.reveal().len() == 6 && code.reveal().bytes().all(|b| b.is_ascii_digit()));
    }

    // F7
    #[test]
    fn numbers_are_counted_by_their_block_too() {
        let login = |text: &str| LoginName::try_from(text.to_owned()).unwrap();
        let counted = |text: &str| limits(&login(text), "a").into_iter().map(|(limit, what)| (limit.name, what)).collect::<Vec<_>>();
        assert_eq!(counted("13900000001")[4], ("reset-prefix", "8613900".to_owned()));
        assert_eq!(counted("a@example.com").len(), 4);
    }
}
