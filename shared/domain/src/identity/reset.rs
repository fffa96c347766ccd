//! Codes for a forgotten password and for a new address, and how many are sent (S001-23, S004-15, F7).
//!
//! Whoever asks has a limit of his own: with one name from one source, or by his account. Beside it are limits that many
//! share: of the source, of the block of numbers, of the name. The first question of a day passes those, so that nobody is
//! refused for what others did. What counts against a source, a block and a name is what is sent, and what is asked
//! again where nothing is sent.

use jiff::SignedDuration;

use super::LoginName;
use crate::id::AccountId;
use crate::limit::{DAY, Kind, Limit, SHORT};
use crate::secret::Secret;
use crate::time::{Entropy, characters};
use crate::unicode::{digit, identifier, is_dash};

/// How long a code may be used.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How often a code may be tried from one source; from the one that asked for it, whatever others tried.
pub const TRIES: u32 = 5;
/// How often a code may be tried from all sources together.
pub const TRIES_OF_ALL: u32 = 50;
/// Digits of a code.
const DIGITS: usize = 6;
/// Digits at the end of a phone number that a block has all of: ten thousand numbers are somebody's block.
const BLOCK: usize = 4;

/// A new code.
pub fn code(entropy: &dyn Entropy) -> Secret {
    Secret::new(characters(entropy, b"0123456789", DIGITS))
}

/// A code as it was pasted, without what may stand between and around its digits.
pub fn typed(code: &Secret) -> Secret {
    Secret::new(identifier(code.reveal()).chars().filter(|c| !c.is_whitespace() && !is_dash(*c)).map(digit).collect())
}

/// Who asks for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Anybody.
    Stranger,
    /// Who is signed in to this account.
    Account(AccountId),
}

impl Asker {
    /// His own limit, and what it is counted by: with `login` from `site`, or by his account. The day comes last.
    pub fn limits(self, login: &LoginName, site: &str) -> [(Limit, String); 2] {
        let (by, what) = match self {
            Self::Stranger => (Kind::CodesOfAsker, format!("{site} {login}")),
            Self::Account(account) => (Kind::CodesOfAccount, account.to_string()),
        };
        [(3, SHORT), (10, DAY)].map(|(most, within)| (Limit { by, most, within }, what.clone()))
    }
}

/// What a question costs those who share a source, a block or a name with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The first of the asker's day, and a code is sent: it counts, and nothing but the source's last bound refuses it.
    First,
    /// A later one, whether or not anything is sent.
    Again,
    /// The first of the asker's day with a name that nobody has. As much is counted, and of another kind: the time must
    /// not tell.
    Unsent,
}

/// Codes that the first questions of one source may send in a day: nobody's office, and well below what trips the
/// breaker of an enterprise.
const FIRSTS_OF_SOURCE: u32 = 200;

impl Question {
    /// What kind the asker's question of the day with this number is; `reaches` says whether anybody has the name.
    pub fn of(number: u32, reaches: bool) -> Self {
        match (number, reaches) {
            (..=1, true) => Self::First,
            (..=1, false) => Self::Unsent,
            _ => Self::Again,
        }
    }

    /// Limits of the source: they are asked before the others, so that who is refused for his source uses up nothing of
    /// anybody's.
    pub fn limits_of_source(self, network: &str) -> Vec<(Limit, String)> {
        let (by, short, day) = match self {
            Self::First => (Kind::CodesOfSource, u32::MAX, FIRSTS_OF_SOURCE),
            Self::Again => (Kind::CodesOfSource, 20, 100),
            Self::Unsent => (Kind::UnsentOfSource, 200, 2_000),
        };
        vec![(Limit { by, most: short, within: SHORT }, network.to_owned()), (Limit { by, most: day, within: DAY }, network.to_owned())]
    }

    /// Limits of the block of numbers, where the name is one, and of the name.
    pub fn limits_of_name(self, login: &LoginName) -> Vec<(Limit, String)> {
        let (block, name, bounds) = match self {
            Self::First => (Kind::CodesOfBlock, Kind::CodesOfName, [u32::MAX; 3]),
            Self::Again => (Kind::CodesOfBlock, Kind::CodesOfName, [10, 50, 20]),
            Self::Unsent => (Kind::UnsentOfBlock, Kind::UnsentOfName, [u32::MAX; 3]),
        };
        let mut limits = Vec::new();
        if let Some(number) = login.as_str().strip_prefix('+') {
            let number = number[..number.len().saturating_sub(BLOCK)].to_owned();
            limits.push((Limit { by: block, most: bounds[0], within: SHORT }, number.clone()));
            limits.push((Limit { by: block, most: bounds[1], within: DAY }, number));
        }
        limits.push((Limit { by: name, most: bounds[2], within: DAY }, login.to_string()));
        limits
    }
}

/// How often staff may reset the password of one account: as often as its owner may ask for a code.
pub const RESETS: [Limit; 2] = [Limit { by: Kind::Resets, most: 3, within: SHORT }, Limit { by: Kind::Resets, most: 10, within: DAY }];

/// Codes that are sent to people of one tenant in a day: the breaker for its spend.
pub const OF_TENANT: Limit = Limit { by: Kind::CodesOfTenant, most: 500, within: DAY };

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

    #[test]
    fn a_code_is_read_as_it_was_pasted() {
        for raw in ["123456", " 123 456\n", "\u{200b}１２３４５６\u{feff}", "123\u{2011}456", "١٢٣٤٥٦", "\u{202a}123\u{a0}456\u{202c}"]
        {
            assert_eq!(typed(&Secret::new(raw.into())).reveal(), "123456", "{}", raw.escape_unicode());
        }
        assert_eq!(typed(&Secret::new("12x".into())).reveal(), "12x");
    }

    fn login(text: &str) -> LoginName {
        LoginName::try_from(text.to_owned()).unwrap()
    }

    // F7: a block is ten thousand numbers, in every country
    #[test]
    fn numbers_are_counted_by_their_block_too() {
        let block = |text: &str| Question::Again.limits_of_name(&login(text)).into_iter().find(|(limit, _)| limit.by == Kind::CodesOfBlock);
        let named = |text: &str| block(text).map(|(_, what)| what);
        assert_eq!(named("13900000001").as_deref(), Some("861390000"));
        assert_eq!(named("+12015550123").as_deref(), Some("1201555"));
        assert_ne!(named("13900010001"), named("13900000001"));
        assert_eq!(block("a@example.com"), None);
    }

    // F7: what docs/SECURITY.md says
    #[test]
    fn so_many_codes_are_sent() {
        let name = login("13900000001");
        let numbers =
            |limits: Vec<(Limit, String)>| limits.iter().map(|(limit, _)| (limit.most, limit.within.as_mins())).collect::<Vec<_>>();
        let account = Asker::Account(crate::id::Id::new(jiff::Timestamp::UNIX_EPOCH, &Counting::default()));
        for asker in [Asker::Stranger, account] {
            assert_eq!(numbers(asker.limits(&name, "x").to_vec()), [(3, 15), (10, 24 * 60)]);
        }
        assert_eq!(numbers(RESETS.map(|limit| (limit, String::new())).to_vec()), [(3, 15), (10, 24 * 60)]);
        assert_eq!(numbers(Question::Again.limits_of_source("x")), [(20, 15), (100, 24 * 60)]);
        assert_eq!(numbers(Question::First.limits_of_source("x"))[1], (200, 24 * 60));
        assert_eq!(numbers(Question::Unsent.limits_of_source("x")), [(200, 15), (2_000, 24 * 60)]);
        assert_eq!(numbers(Question::Again.limits_of_name(&name)), [(10, 15), (50, 24 * 60), (20, 24 * 60)]);
        assert_eq!(numbers(vec![(OF_TENANT, String::new())]), [(500, 24 * 60)]);
    }

    // F7: the first question of a day is refused for nothing that others did, and each costs the same work
    #[test]
    fn the_first_question_of_a_day_passes_what_others_used_up() {
        let name = login("13900000001");
        let first = Question::of(1, true);
        assert!(first.limits_of_name(&name).iter().all(|(limit, _)| limit.most == u32::MAX));
        assert_eq!(
            (Question::of(2, true), Question::of(2, false), Question::of(1, false)),
            (Question::Again, Question::Again, Question::Unsent)
        );
        for question in [Question::First, Question::Again, Question::Unsent] {
            assert_eq!((question.limits_of_source("x").len(), question.limits_of_name(&name).len()), (2, 3));
        }
    }
}
