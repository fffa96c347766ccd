//! What Unicode says of characters, for those who decide what is taken: one place that asks the properties.
//!
//! A list of code points is out of date with the next version of Unicode, and never was complete. The one exception is
//! named where it stands.

use std::borrow::Cow;

use icu_properties::props::{
    BidiClass, Dash, DefaultIgnorableCodePoint, EmojiComponent, GeneralCategory, JoinControl, NoncharacterCodePoint,
    PrependedConcatenationMark, Script, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization as _;

/// The blank of Braille. Unicode counts it among the symbols, and has no property for a symbol without ink.
const BRAILLE_BLANK: char = '\u{2800}';

/// Marks that leave no ink: zero-width blanks, fillers, soft hyphens, direction marks, variation selectors, joiners.
pub fn leaves_no_ink(c: char) -> bool {
    // ASCII is asked for most, and has none.
    if c.is_ascii() {
        return false;
    }
    let format = category(c) == GeneralCategory::Format && !CodePointSetData::new::<PrependedConcatenationMark>().contains(c);
    format || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Of those, the ones without which what stands beside them would look otherwise: joiners, variation selectors, and
/// what flags are made of.
pub fn joins(c: char) -> bool {
    is_joiner(c)
        || CodePointSetData::new::<VariationSelector>().contains(c)
        || (CodePointSetData::new::<EmojiComponent>().contains(c) && leaves_no_ink(c))
}

/// The zero-width joiner and non-joiner, which do nothing at the end of a word.
pub fn is_joiner(c: char) -> bool {
    CodePointSetData::new::<JoinControl>().contains(c)
}

/// Whether a reader sees something where only this stands.
pub fn shows(c: char) -> bool {
    use GeneralCategory::{Control, EnclosingMark, NonspacingMark};
    let unseen = c.is_whitespace() || leaves_no_ink(c) || c == BRAILLE_BLANK;
    !unseen && !matches!(category(c), Control | EnclosingMark | NonspacingMark)
}

/// What text never holds: controls other than tabs and ends of lines, and code points that are no characters (XML
/// cannot hold them; SNS and SES answer in it).
pub fn is_no_text(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
}

/// What ends a line whatever comes after it (UAX 14).
pub fn ends_line(c: char) -> bool {
    use GeneralCategory::{LineSeparator, ParagraphSeparator};
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}') || matches!(category(c), LineSeparator | ParagraphSeparator)
}

/// A digit of any script as ASCII has it; anything else as it is. The digits of a script stand together, from zero to
/// nine, and where several scripts' stand side by side, so do their tens.
pub fn digit(c: char) -> char {
    let is_digit = |code: u32| char::from_u32(code).is_some_and(|c| category(c) == GeneralCategory::DecimalNumber);
    if c.is_ascii() || !is_digit(c.into()) {
        return c;
    }
    let before = (1..=u32::from(c)).take_while(|back| is_digit(u32::from(c) - back)).count();
    u32::try_from(before % 10).ok().and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// Hyphens, dashes and minus signs of every script.
pub fn is_dash(c: char) -> bool {
    CodePointSetData::new::<Dash>().contains(c)
}

/// Whether it shows all that follows in one direction, whatever it is: what makes `exe.png` of `gnp.exe`.
pub fn overrides_direction(c: char) -> bool {
    matches!(direction(c), BidiClass::LeftToRightOverride | BidiClass::RightToLeftOverride)
}

/// Where in a line direction marks stand that have no partner in it, in characters from 0 (UAX 9).
pub fn unpaired_directions(line: &str) -> Vec<usize> {
    let mut unpaired = Vec::new();
    if line.is_ascii() {
        return unpaired;
    }
    // Those that are open, and whether an isolate's end ends them.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, c) in line.chars().enumerate() {
        match direction(c) {
            BidiClass::LeftToRightEmbedding
            | BidiClass::RightToLeftEmbedding
            | BidiClass::LeftToRightOverride
            | BidiClass::RightToLeftOverride => open.push((at, false)),
            BidiClass::LeftToRightIsolate | BidiClass::RightToLeftIsolate | BidiClass::FirstStrongIsolate => open.push((at, true)),
            BidiClass::PopDirectionalFormat => match open.last() {
                Some((_, false)) => drop(open.pop()),
                _ => unpaired.push(at),
            },
            BidiClass::PopDirectionalIsolate => match open.iter().rposition(|(_, isolate)| *isolate) {
                Some(begin) => {
                    unpaired.extend(open.drain(begin..).skip(1).map(|(at, _)| at));
                }
                None => unpaired.push(at),
            },
            _ => {}
        }
    }
    unpaired.extend(open.into_iter().map(|(at, _)| at));
    unpaired
}

/// An identifier as it was pasted (a number, an address, a login name, a code, what is looked for), in one spelling:
/// without what leaves no ink, in one width, without blanks at its ends.
pub fn identifier(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim();
    if trimmed.is_ascii() {
        return Cow::Borrowed(trimmed);
    }
    let folded: String = trimmed.chars().filter(|c| !leaves_no_ink(*c)).nfkc().collect();
    Cow::Owned(folded.trim().to_owned())
}

/// A text as it is looked for, or looked through: like an identifier, in small letters, one blank between words.
pub fn searchable(text: &str) -> String {
    let words: Vec<String> = identifier(text).split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// A text as it is found: [searchable], and without the accents of the alphabets that have them, so that `Müller` is
/// `muller` and `Đỗ` is `do`.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut accented = false;
    for c in searchable(text).nfd() {
        if category(c) == GeneralCategory::NonspacingMark {
            // The marks of other scripts are vowels, or make another letter: they stay.
            if !accented {
                folded.push(c);
            }
            continue;
        }
        // A name is typed with and without it.
        if matches!(c, '\'' | '’' | '‘' | 'ʼ') {
            continue;
        }
        accented = matches!(script(c), Script::Latin | Script::Greek | Script::Cyrillic | Script::Hebrew | Script::Arabic);
        match c {
            // Unicode takes these apart nowhere; people without them on the keyboard do.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            other => folded.push(other),
        }
    }
    folded.nfc().collect()
}

/// Whether it is written without blanks between words, so that any part of a text may be what somebody looks for:
/// scripts of East and South-East Asia, and pictures.
pub fn has_no_blanks(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let written_together = matches!(
        script(c),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
            | Script::Bopomofo
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    );
    written_together || category(c) == GeneralCategory::OtherSymbol
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn direction(c: char) -> BidiClass {
    CodePointMapData::<BidiClass>::new().get(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_of_every_script_are_digits() {
        let folded = |text: &str| text.chars().map(digit).collect::<String>();
        for ten in
            ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿"]
        {
            assert_eq!(folded(ten), "0123456789");
        }
        for other in ["一二三", "Ⅷ", "½", "²", "a", "\0"] {
            assert_eq!(folded(other), other);
        }
    }

    #[test]
    fn what_has_no_ink_is_known_by_its_properties() {
        for c in
            "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200d}\u{202a}\u{202c}\u{2060}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0001}"
                .chars()
        {
            assert!(leaves_no_ink(c) && !shows(c), "U+{:04X}", u32::from(c));
        }
        for c in "a1-张é\u{600}🎉\u{ac00}".chars() {
            assert!(!leaves_no_ink(c) && shows(c), "U+{:04X}", u32::from(c));
        }
        for c in [' ', '\u{3000}', '\u{2800}', '\u{301}', '\0', '\n'] {
            assert!(!shows(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn directions_have_partners_or_not() {
        for (line, expected) in [
            ("plain", vec![]),
            ("\u{202a}13812345678\u{202c}", vec![]),
            ("\u{2066}a\u{2069} \u{2067}b\u{2069}", vec![]),
            ("a\u{202e}b", vec![1]),
            ("a\u{202c}", vec![1]),
            ("\u{2066}\u{202e}a\u{2069}", vec![1]),
            ("\u{202e}a\u{2069}\u{202c}", vec![2]),
        ] {
            assert_eq!(unpaired_directions(line), expected, "{}", line.escape_unicode());
        }
    }

    #[test]
    fn identifiers_are_what_one_sees_of_them() {
        for (raw, expected) in [
            ("\u{202a}13812345678\u{202c}", "13812345678"),
            (" １３８\u{a0}１２３４ ", "138 1234"),
            ("li.lei＠example\u{200b}.com\u{feff}", "li.lei@example.com"),
            ("\u{2068}\u{2069}", ""),
        ] {
            assert_eq!(identifier(raw), expected);
        }
        assert_eq!(searchable(" Ｆｏｙｅｒ\u{200b}\u{3000} 你好 "), "foyer 你好");
    }

    #[test]
    fn what_is_found_has_no_accents_and_one_width() {
        for (raw, expected) in [
            ("Ｍüller ", "muller"),
            ("ĐỖ  Thị", "do thi"),
            ("Łukasz O’Brien", "lukasz obrien"),
            ("Straße", "strasse"),
            ("Ёлка", "елка"),
            ("がく", "がく"),
            ("김철수", "김철수"),
            ("王\u{200b}小明", "王小明"),
            ("कि", "कि"),
        ] {
            assert_eq!(folded(raw), expected);
            assert_eq!(folded(expected), expected);
        }
        assert!("王かカ김ส🎉".chars().all(has_no_blanks) && !"aé1-яक".chars().any(has_no_blanks));
    }

    proptest! {
        #[test]
        fn what_is_folded_is_folded_already(raw in any::<String>()) {
            let once = folded(&raw);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn an_identifier_is_one_already(raw in any::<String>()) {
            let once = identifier(&raw).into_owned();
            prop_assert_eq!(identifier(&once), once.as_str());
        }
    }
}
