//! What a record is found by. A text falls into *words*, which are found by their beginnings, and into *runs* of
//! scripts that are written without blanks, which are found by any part. Of each there are *beginnings*, a few for each
//! word and no longer than twelve letters, by which rows are looked up; what was asked for beyond them is held against
//! the text itself ([`super::Word::fits`]).

use std::collections::BTreeSet;

use pinyin::{ToPinyin, ToPinyinMulti as _};

use crate::tickets::TicketNumber;
use crate::unicode::{folded, has_no_blanks};

/// How long the beginnings of a word are, in letters. A name has one of one letter too.
const LENGTHS: [usize; 6] = [2, 3, 4, 6, 8, 12];
/// The longest beginning of a word that begins with a digit: those have one of every length.
const MOST_DIGITS: usize = 8;
/// Digits of the end of a phone number by which it is found.
const ENDS: std::ops::RangeInclusive<usize> = 4..=MOST_DIGITS;
/// Characters of a run of which the pinyin is kept.
const READ: usize = 20;
/// Characters of a person's name at most: those alone are kept in every way in which they may be read.
const OF_A_PERSON: usize = 4;
/// Ways to read a name that are kept at most.
const READINGS: usize = 6;
/// What stands before the digits of a phone number. No other token begins so.
const PHONE: char = '+';
/// What stands before each syllable of pinyin. No text that was folded has it.
const SYLLABLE: char = '\'';

/// What a record is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    tokens: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Letters and digits, with marks between them.
    Word(String),
    /// Characters of scripts without blanks.
    Run(String),
}

/// The parts of a text that was folded.
pub(super) fn parts(folded: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for chunk in folded.split_whitespace() {
        let mut rest = chunk;
        while let Some(first) = rest.chars().next() {
            let run = has_no_blanks(first);
            let end = rest.find(|c| has_no_blanks(c) != run).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            let word = part.trim_matches(|c: char| !c.is_alphanumeric());
            if run {
                parts.push(Part::Run(part.to_owned()));
            } else if !word.is_empty() {
                parts.push(Part::Word(word.to_owned()));
            }
        }
    }
    parts
}

/// Where the pieces of a text begin: `lei@example.com` has three.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        begins.then(|| &text[at..])
    })
}

/// Whether `word` is the beginning of a piece of `text`.
pub(super) fn begins(text: &str, word: &str) -> bool {
    let words = text.split(' ').filter(|token| !token.starts_with([PHONE, SYLLABLE]));
    words.flat_map(pieces).any(|piece| piece.starts_with(word))
}

/// Whether a phone number in `text` ends in these digits.
pub(super) fn ends_phone(text: &str, digits: &str) -> bool {
    text.split(' ').any(|token| token.starts_with(PHONE) && token.ends_with(digits))
}

/// The first `length` letters.
pub(super) fn beginning(word: &str, length: usize) -> String {
    word.chars().take(length).collect()
}

/// The longest beginning of a word that rows have, if nothing but this word is asked for.
pub(super) fn longest(word: &str) -> usize {
    let letters = word.chars().count();
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return letters.min(MOST_DIGITS);
    }
    LENGTHS.into_iter().rev().find(|length| *length <= letters).unwrap_or(letters)
}

impl Terms {
    /// All that it holds, to compare with what is asked for.
    pub fn text(&self) -> String {
        self.tokens.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The beginnings by which it is looked up.
    pub fn beginnings(&self) -> &BTreeSet<String> {
        &self.beginnings
    }

    /// A name: by any character of a script without blanks, by its pinyin and the initials of it, by the beginning of
    /// any word, however short.
    pub fn name(&mut self, name: &str) {
        let parts = parts(&folded(name));
        let runs: Vec<&str> = parts.iter().filter_map(|part| if let Part::Run(run) = part { Some(run.as_str()) } else { None }).collect();
        let whole = runs.concat();
        // Blanks between the characters of a name are no difference.
        if runs.len() > 1 && runs.len() == parts.len() {
            self.run(&whole);
        }
        self.add(&parts, true);
        if !whole.is_empty() {
            self.pinyin(&whole);
        }
    }

    /// A title: by its words.
    pub fn title(&mut self, title: &str) {
        self.add(&parts(&folded(title)), false);
    }

    /// A phone number: by its last four or more digits.
    pub fn phone(&mut self, number: &str) {
        let digits: String = folded(number).chars().filter(char::is_ascii_digit).collect();
        for length in ENDS {
            if let Some(start) = digits.len().checked_sub(length) {
                self.beginnings.insert(digits[start..].to_owned());
            }
        }
        self.tokens.insert(format!("{PHONE}{digits}"));
    }

    /// An email address: by its beginning, by that of any part of it, by its domain. What stands behind the last dot is
    /// no term: too many have it.
    pub fn email(&mut self, address: &str) {
        let address = folded(address);
        for piece in pieces(&address).filter(|piece| piece.contains(['@', '.'])) {
            self.begin(piece, false);
        }
        self.tokens.insert(address.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned());
    }

    /// The number of a ticket.
    pub fn number(&mut self, number: TicketNumber) {
        let number = number.to_string();
        self.begin(&number, false);
        for piece in pieces(&number).skip(1) {
            self.begin(piece, false);
        }
        self.tokens.insert(number);
    }

    fn add(&mut self, parts: &[Part], short: bool) {
        for part in parts {
            match part {
                Part::Run(run) => self.run(run),
                Part::Word(word) => {
                    for piece in pieces(word) {
                        self.begin(piece, short);
                    }
                    self.tokens.insert(word.clone());
                }
            }
        }
    }

    /// Every character, and every two of them.
    fn run(&mut self, run: &str) {
        let characters: Vec<char> = run.chars().collect();
        self.beginnings.extend(characters.iter().map(char::to_string));
        self.beginnings.extend(characters.windows(2).map(|two| two.iter().collect::<String>()));
        self.tokens.insert(run.to_owned());
    }

    fn begin(&mut self, word: &str, short: bool) {
        let letters = word.chars().count();
        if short || letters == 1 {
            self.beginnings.insert(beginning(word, 1));
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            self.beginnings.extend((2..=letters.min(MOST_DIGITS)).map(|length| beginning(word, length)));
        } else {
            self.beginnings.extend(LENGTHS.into_iter().filter(|length| *length <= letters).map(|length| beginning(word, length)));
        }
    }

    /// The pinyin from each character on, and the initials of it.
    fn pinyin(&mut self, run: &str) {
        for syllables in readings(run) {
            for from in 0..syllables.len() {
                self.begin(&syllables[from..].concat(), true);
                self.begin(&initials(&syllables[from..]), true);
            }
            let marked: String = syllables.iter().flat_map(|syllable| std::iter::once(SYLLABLE).chain(syllable.chars())).collect();
            self.tokens.insert(marked);
        }
    }
}

/// Whether `word` is pinyin of what stands in `text`, or its initials, from some character on.
pub(super) fn begins_pinyin(text: &str, word: &str) -> bool {
    text.split(' ').filter_map(|token| token.strip_prefix(SYLLABLE)).any(|token| {
        let syllables: Vec<&str> = token.split(SYLLABLE).collect();
        let from = |from: usize| syllables[from..].concat().starts_with(word) || initials(&syllables[from..]).starts_with(word);
        (0..syllables.len()).any(from)
    })
}

fn initials<T: AsRef<str>>(syllables: &[T]) -> String {
    syllables.iter().filter_map(|syllable| syllable.as_ref().chars().next()).collect()
}

/// How a run may be read, in syllables: as it is mostly read, and, if it is as short as a person's name, with each
/// character in turn read otherwise. `ü` is typed as `v` or as `u`.
fn readings(run: &str) -> Vec<Vec<String>> {
    let known: Vec<char> = run.chars().filter(|c| c.to_pinyin().is_some()).take(READ).collect();
    let mostly: Vec<String> = known.iter().filter_map(ToPinyin::to_pinyin).map(|read| typed(read.plain())).collect();
    if mostly.is_empty() {
        return Vec::new();
    }
    let varied = if known.len() <= OF_A_PERSON { &known[..] } else { &[] };
    let mut readings = vec![mostly.clone()];
    for (position, character) in varied.iter().enumerate() {
        let others = character.to_pinyin_multi().into_iter().flatten();
        let others: BTreeSet<String> = others.flat_map(|read| [typed(read.plain()), folded(read.plain())]).collect();
        for other in others.into_iter().filter(|other| *other != mostly[position]) {
            let mut reading = mostly.clone();
            reading[position] = other;
            readings.push(reading);
        }
    }
    readings.truncate(READINGS);
    readings
}

fn typed(syllable: &str) -> String {
    folded(&syllable.replace('ü', "v"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::find::{Question, Sort};
    use crate::tickets::QueueCode;

    /// Whether a record with these terms is looked up by what was typed, and fits it.
    fn finds(terms: &Terms, sort: Sort, typed: &str) -> bool {
        let question = Question::typed(typed).unwrap();
        let beginnings = question.beginnings(sort, usize::MAX);
        let looked_up = !beginnings.is_empty() && beginnings.iter().all(|beginning| terms.beginnings().contains(beginning));
        let fits = !question.is_empty() && question.fits(sort, &terms.text());
        assert!(!fits || looked_up, "{typed} fits and is not looked up");
        fits && looked_up
    }

    fn named(name: &str) -> Terms {
        let mut terms = Terms::default();
        terms.name(name);
        terms
    }

    #[test]
    fn a_name_is_found_by_any_character_and_by_its_pinyin() {
        for typed in [
            "王",
            "小",
            "明",
            "小明",
            "王小明",
            "王 明",
            "w",
            "wang",
            "wangxiaoming",
            "WangXiao",
            "xiaoming",
            "ming",
            "wxm",
            "xm",
            "小ming",
        ] {
            assert!(finds(&named("王小明"), Sort::Contact, typed), "{typed}");
        }
        for typed in ["王明", "wm", "axm", "gxiao", "李"] {
            assert!(!finds(&named("王小明"), Sort::Contact, typed), "{typed}");
        }
        // Who has several readings is found by each.
        for (name, typed) in
            [("单雄信", "shan"), ("单雄信", "dan"), ("曾巩", "zeng"), ("解缙", "xie"), ("吕布", "lv"), ("吕布", "lu"), ("吕布", "lvbu")]
        {
            assert!(finds(&named(name), Sort::Contact, typed), "{name} {typed}");
        }
        assert!(finds(&named("王 小明"), Sort::Contact, "王小明"));
        assert!(finds(&named("Jean-Luc Müller"), Sort::Contact, "luc mull"));
        assert!(finds(&named("Jean-Luc Müller"), Sort::Contact, "Ｊｅａｎ-l"));
        assert!(finds(&named("O’Brien"), Sort::Contact, "obrien") && finds(&named("O'Brien"), Sort::Contact, "o'b"));
        assert!(!finds(&named("Müller"), Sort::Contact, "ull"));
        assert!(finds(&named("김철수"), Sort::Contact, "철수"));
        assert!(finds(&named("云帆3号楼"), Sort::Organisation, "3号"));
    }

    #[test]
    fn a_number_is_found_by_its_end_and_an_address_by_its_beginnings() {
        let mut terms = named("李");
        terms.phone("+8613812345678");
        terms.email("li.lei@mail.example.com");
        for typed in ["5678", "45678", "345678", "12345678", "13812345678", "+86 138 1234 5678", "138-1234-5678", "013812345678", "李 5678"]
        {
            assert!(finds(&terms, Sort::Contact, typed), "{typed}");
        }
        for typed in ["678", "8613", "1234", "139 1234 5678"] {
            assert!(!finds(&terms, Sort::Contact, typed), "{typed}");
        }
        for typed in ["li.lei@mail", "li.l", "lei", "@mail.example.com", "example.com", "exam", "LI.LEI@MAIL.EXAMPLE.COM", "lei@"] {
            assert!(finds(&terms, Sort::Contact, typed), "{typed}");
        }
    }

    #[test]
    fn a_ticket_is_found_by_its_number_and_the_words_of_its_title() {
        let mut terms = Terms::default();
        terms.title("打印机卡纸 on floor 3, again");
        terms.number(TicketNumber::new(QueueCode(2), 41));
        for typed in ["2-0042", "2-42", "2－0042", "0042", "打印", "卡纸", "印", "floor", "flo 打印机", "3", "again floor", "2-42 卡纸"]
        {
            assert!(finds(&terms, Sort::Ticket, typed), "{typed}");
        }
        for typed in ["2-0043", "2-4", "loor", "打卡", "floor below"] {
            assert!(!finds(&terms, Sort::Ticket, typed), "{typed}");
        }
    }

    #[test]
    fn what_holds_no_word_asks_for_nothing() {
        for typed in ["", " ", "-", "...", "\u{200b}"] {
            assert!(Question::typed(typed).unwrap().is_empty(), "{typed:?}");
        }
        assert!(Question::typed(&"a".repeat(100)).is_ok());
        assert!(Question::typed(&"a".repeat(101)).is_err() && Question::typed(&"\u{fdfa}".repeat(90)).is_err());
    }

    /// A person's name, a company's, an English one, or a mixture.
    fn names() -> impl Strategy<Value = String> {
        "[王李张刘陈杨赵黄周吴徐孙单曾解吕小明芳伟娜云帆公司]{1,6}|[A-Za-zéüß]{1,14}( [A-Za-z0-9]{1,8}){0,2}|[云海]{1,2}[A-Z]{1,4}[0-9]{0,3}号?"
    }

    proptest! {
        // every substring that the rule promises is found
        #[test]
        fn every_part_of_a_chinese_name_finds_it(name in "[王李张刘陈杨赵黄周吴徐孙单曾解吕小明芳伟娜云帆公司]{1,9}", from in 0_usize..9, length in 1_usize..9) {
            let part: String = name.chars().skip(from).take(length).collect();
            prop_assume!(!part.is_empty());
            let mut title = Terms::default();
            title.title(&name);
            prop_assert!(finds(&named(&name), Sort::Customer, &part));
            prop_assert!(finds(&title, Sort::Ticket, &part));
            // Its pinyin too, as it is mostly read: from any character on, as far as it was typed.
            let syllables: Vec<String> = name.chars().skip(from).filter_map(|c| c.to_pinyin()).map(|read| typed(read.plain())).collect();
            let (whole, initials) = (syllables.concat(), initials(&syllables));
            prop_assert!(finds(&named(&name), Sort::Customer, &beginning(&whole, length)));
            prop_assert!(finds(&named(&name), Sort::Customer, &beginning(&initials, length)));
        }

        #[test]
        fn every_beginning_of_a_word_finds_it(name in names(), pick in any::<prop::sample::Index>(), length in 1_usize..20) {
            let terms = named(&name);
            let words: Vec<&str> = name.split(' ').collect();
            let word = beginning(words[pick.index(words.len())], length);
            prop_assert!(finds(&terms, Sort::Contact, &word), "{} in {}", word, name);
            prop_assert!(finds(&terms, Sort::Contact, &name));
        }

        #[test]
        fn every_end_of_a_number_finds_it(number in "\\+[1-9][0-9]{6,14}", digits in 4_usize..15) {
            let mut terms = Terms::default();
            terms.phone(&number);
            let digits = digits.min(number.len() - 1);
            prop_assert!(finds(&terms, Sort::Contact, &number[number.len() - digits..]));
            prop_assert!(finds(&terms, Sort::Contact, &number));
        }

        // whatever is typed, and whatever is kept: what fits is looked up
        #[test]
        fn nothing_fits_that_is_not_looked_up(kept in any::<String>(), asked in any::<String>()) {
            let mut terms = named(&kept);
            terms.title(&kept);
            if Question::typed(&asked).is_ok() {
                finds(&terms, Sort::Ticket, &asked);
            }
        }
    }
}
