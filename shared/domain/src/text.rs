//! Text that people type: trimmed, in one Unicode form, bounded, without characters that hide or reorder.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Why a text was refused. The sentence is shown to the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More than this many characters.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A control, bidirectional override or invisible character.
    #[error("must not contain control or invisible characters")]
    Forbidden,
}

/// One line of text of 1 to `MAX` characters (Unicode scalar values), normalised to NFC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// Several lines of text of 1 to `MAX` characters, normalised to NFC; `\r\n` becomes `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Paragraphs<const MAX: usize>(String);

/// A person's or organisation's name 姓名/名称.
pub type Name = Line<100>;
/// A remark 备注 or a reason.
pub type Remark = Paragraphs<1000>;

impl<const MAX: usize> Line<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> Paragraphs<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Line<MAX> {
    type Error = TextFault;

    fn try_from(raw: String) -> Result<Self, TextFault> {
        tidy(&raw, MAX, |_| false).map(Self)
    }
}

impl<const MAX: usize> TryFrom<String> for Paragraphs<MAX> {
    type Error = TextFault;

    fn try_from(raw: String) -> Result<Self, TextFault> {
        tidy(&raw.replace("\r\n", "\n"), MAX, |c| matches!(c, '\n' | '\t')).map(Self)
    }
}

impl<const MAX: usize> From<Line<MAX>> for String {
    fn from(line: Line<MAX>) -> Self {
        line.0
    }
}

impl<const MAX: usize> From<Paragraphs<MAX>> for String {
    fn from(text: Paragraphs<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> fmt::Display for Paragraphs<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn tidy(raw: &str, max: usize, keeps: fn(char) -> bool) -> Result<String, TextFault> {
    let text: String = raw.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong(max));
    }
    if text.chars().any(|c| hides(c) && !keeps(c)) {
        return Err(TextFault::Forbidden);
    }
    Ok(text)
}

/// Characters that a reader cannot see and that make two different texts look alike: controls,
/// bidirectional overrides, zero-width space, byte order mark. The zero-width joiner stays: emoji and
/// several scripts need it.
fn hides(c: char) -> bool {
    // The last two of each plane are no characters, and XML cannot hold them (SNS and SES answer in it).
    let no_character = u32::from(c) & 0xfffe == 0xfffe;
    no_character
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(raw: &str) -> Result<Line<5>, TextFault> {
        raw.to_owned().try_into()
    }

    #[test]
    fn lines_are_trimmed_composed_and_bounded() {
        assert_eq!(line("  张三 ").map(String::from).as_deref(), Ok("张三"));
        assert_eq!(line("e\u{301}").map(String::from).as_deref(), Ok("é"));
        assert_eq!(line(" \u{3000}"), Err(TextFault::Empty));
        assert_eq!(line("123456"), Err(TextFault::TooLong(5)));
        assert_eq!(line("a\nb"), Err(TextFault::Forbidden));
        assert_eq!(line("a\0b"), Err(TextFault::Forbidden));
        assert_eq!(line("a\u{202e}b"), Err(TextFault::Forbidden));
        assert_eq!(line("a\u{ffff}b"), Err(TextFault::Forbidden));
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        let text = Paragraphs::<10>::try_from("a\r\nb".to_owned()).map(String::from);
        assert_eq!(text.as_deref(), Ok("a\nb"));
    }
}
