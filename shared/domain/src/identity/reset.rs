//! Codes for a forgotten password and for a new address, and how many are sent (S001-23, S004-15, F7).

use jiff::SignedDuration;

use super::LoginName;
use crate::id::AccountId;
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
    /// What is counted by.
    pub by: &'static str,
    /// How many.
    pub most: u32,
    /// Within how long.
    pub within: SignedDuration,
}

impl Limit {
    /// Names its counter: one that begins anew after another time is another.
    pub fn counter(&self) -> String {
        format!("code-{}-{}", self.by, self.within.as_mins())
    }
}

const SHORT: SignedDuration = SignedDuration::from_mins(15);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is counted when a code is asked for with `login` from `source`, and how far: each of the source, the
/// name and the block of phone numbers may ask three times in a quarter of an hour and ten times a day.
/// SMS are what costs, and what abuse is after. The second list is counted where the first had some left: who is
/// refused uses up nothing of his day.
///
/// Who is signed in and wants a code to a new address is counted by his `account` too.
pub fn limits(login: &LoginName, source: &str, account: Option<AccountId>) -> [Vec<(Limit, String)>; 2] {
    let mut counted = vec![("source", source.to_owned()), ("name", login.to_string())];
    counted.extend(account.map(|account| ("account", account.to_string())));
    if let Some(number) = login.as_str().strip_prefix('+') {
        counted.push(("prefix", number.chars().take(PREFIX).collect()));
    }
    [(3, SHORT), (10, DAY)].map(|(most, within)| {
        let limit = |by| Limit { by, most, within };
        counted.iter().map(|(by, what)| (limit(by), what.clone())).collect()
    })
}

/// How often staff may reset the password of one account: as often as its owner may ask for a code.
pub const RESETS: [Limit; 2] = [Limit { by: "reset", most: 3, within: SHORT }, Limit { by: "reset", most: 10, within: DAY }];

/// Codes that are sent to people of one tenant in a day: the breaker for its spend.
pub const OF_TENANT: Limit = Limit { by: "tenant", most: 500, within: DAY };

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
        let counted =
            |text: &str| limits(&login(text), "a", None).map(|list| list.into_iter().map(|(limit, what)| (limit.by, what)).collect());
        let by_number: [Vec<_>; 2] = counted("13900000001");
        assert!(by_number.iter().all(|list| list[2] == ("prefix", "8613900".to_owned())));
        let by_email: [Vec<_>; 2] = counted("a@example.com");
        assert!(by_email.iter().all(|list| list.len() == 2));
    }
}
