//! What somebody asked for: words, all of which must be found.

use super::Sort;
use super::terms::{Part, beginning, begins, begins_pinyin, ends_phone, longest, parts};
use crate::tickets::TicketNumber;
use crate::unicode::{folded, is_dash};

/// The longest text that is looked for, in characters.
pub const LONGEST: usize = 100;
/// Words that are looked at; whoever types more has named it already.
const WORDS: usize = 12;
/// Digits from which on they may be the end of a phone number.
const DIGITS: usize = 4;
/// Digits of a number that is written out: a `0` in front of it is one that is dialled within the country.
const DIALLED: usize = 7;

/// What one word must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// The beginning of a word.
    Beginning(String),
    /// A part of a run of characters without blanks.
    Part(String),
    /// Digits: the beginning of a word, or the end of a phone number.
    Digits(String),
    /// The end of a phone number.
    Phone(String),
    /// A whole word: the number of a ticket.
    Whole(String),
}

/// A text that is looked for is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be at most {LONGEST} characters")]
pub struct TooLong;

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As it was typed, folded.
    text: String,
    people: Vec<Word>,
    tickets: Vec<Word>,
}

impl Question {
    /// What was typed.
    pub fn typed(text: &str) -> Result<Self, TooLong> {
        // Folding makes a text longer by a bounded factor; this is what keeps that small.
        if text.chars().count() > 4 * LONGEST {
            return Err(TooLong);
        }
        let text = folded(text);
        if text.chars().count() > LONGEST {
            return Err(TooLong);
        }
        let words: Vec<Word> = parts(&text).into_iter().take(WORDS).map(Word::of).collect();
        let phone = phone(&text).map(|digits| vec![Word::Phone(digits)]);
        let number = text.parse::<TicketNumber>().ok().map(|number| vec![Word::Whole(number.to_string())]);
        let tickets = number.unwrap_or_else(|| words.iter().cloned().map(Word::of_ticket).collect());
        let people = phone.unwrap_or_else(|| words.into_iter().map(Word::of_people).collect());
        Ok(Self { text, people, tickets })
    }

    /// Nothing that could be found.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.tickets.is_empty()
    }

    /// The same in one spelling, to name a list by.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a record of this sort must have.
    pub fn words(&self, sort: Sort) -> &[Word] {
        if sort == Sort::Ticket { &self.tickets } else { &self.people }
    }

    /// The beginnings by which rows are looked up, those that fewer will have first; at most `most`. Every record that
    /// fits has each of them.
    pub fn beginnings(&self, sort: Sort, most: usize) -> Vec<String> {
        let mut all: Vec<(usize, String)> = self.words(sort).iter().flat_map(Word::beginnings).collect();
        all.sort_by(|left, right| right.cmp(left));
        all.dedup();
        all.into_iter().take(most).map(|(_, beginning)| beginning).collect()
    }

    /// Whether a record with this text has all that is asked for.
    pub fn fits(&self, sort: Sort, text: &str) -> bool {
        self.words(sort).iter().all(|word| word.fits(text))
    }
}

impl Word {
    fn of(part: Part) -> Self {
        match part {
            Part::Run(run) => Self::Part(run),
            Part::Word(word) if word.len() >= DIGITS && word.bytes().all(|byte| byte.is_ascii_digit()) => Self::Digits(word),
            Part::Word(word) => Self::Beginning(word),
        }
    }

    /// Among people, more digits than beginnings have are a phone number.
    fn of_people(self) -> Self {
        match self {
            Self::Digits(digits) if longest(&digits) < digits.len() => Self::Phone(digits),
            other => other,
        }
    }

    /// Among tickets, `2-42` is their number.
    fn of_ticket(self) -> Self {
        match self {
            Self::Beginning(word) => match word.parse::<TicketNumber>() {
                Ok(number) => Self::Whole(number.to_string()),
                Err(_) => Self::Beginning(word),
            },
            other => other,
        }
    }

    /// Whether a record with this text has it.
    pub fn fits(&self, text: &str) -> bool {
        match self {
            Self::Beginning(word) => begins(text, word) || begins_pinyin(text, word),
            Self::Part(part) => text.contains(part.as_str()),
            Self::Digits(digits) => begins(text, digits) || has_phone(text, digits),
            Self::Phone(digits) => has_phone(text, digits),
            Self::Whole(word) => text.split(' ').any(|token| token == word),
        }
    }

    /// Beginnings that every record which fits has, each with how rare it may be: characters of Chinese count for two
    /// letters.
    fn beginnings(&self) -> Vec<(usize, String)> {
        let ranked = |word: String, each: usize| (word.chars().count() * each, word);
        let one = |word: &str| ranked(beginning(word, longest(word)), 1);
        match self {
            Self::Beginning(word) | Self::Whole(word) | Self::Digits(word) => vec![one(word)],
            Self::Part(run) => {
                let characters: Vec<char> = run.chars().collect();
                let pairs = characters.windows(2).map(|pair| pair.iter().collect::<String>());
                let mut beginnings: Vec<(usize, String)> = pairs.map(|pair| ranked(pair, 2)).collect();
                if beginnings.is_empty() {
                    beginnings.push(ranked(run.clone(), 2));
                }
                beginnings
            }
            Self::Phone(digits) => {
                let end = &digits[digits.len().saturating_sub(longest(digits))..];
                vec![ranked(end.to_owned(), 1)]
            }
        }
    }
}

fn has_phone(text: &str, digits: &str) -> bool {
    let dialled = digits.trim_start_matches('0');
    ends_phone(text, digits) || (dialled.len() >= DIALLED && ends_phone(text, dialled))
}

/// The digits of what was typed as a phone number, however it was parted. Digits alone may be a word too: they are none.
fn phone(text: &str) -> Option<String> {
    let gap = |c: char| c.is_whitespace() || is_dash(c) || matches!(c, '(' | ')' | '.');
    let digits: String = text.chars().filter(|c| !gap(*c)).collect();
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    let is_number = number.len() >= DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && number.len() < text.len()).then(|| number.to_owned())
}
