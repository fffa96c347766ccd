//! What an SMS costs: its alphabet and its segments (3GPP TS 23.038 and 23.040).
//!
//! A message in the alphabet of GSM has 160 characters in a segment; one letter outside of it, and all of them take
//! twice the room and more: 70 in a segment.

/// The alphabet that every telephone has: one septet for each.
const BASIC: &str =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// What is behind an escape: two septets for each.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";
/// Septets of one segment, and of each of several, which say how they belong together.
const SEPTETS: (usize, usize) = (160, 153);
/// The same in units of UTF-16.
const UNITS: (usize, usize) = (70, 67);

/// The text as it is sent: quotes, dashes and blanks of typesetting become those of a typewriter where that keeps the
/// whole in the alphabet of GSM. Where a name or a title is outside of it anyway, nothing is changed.
pub fn plain(text: &str) -> String {
    let plain: String = text.chars().map(typed).collect::<String>().replace('…', "...");
    if septets(&plain).is_some() { plain } else { text.to_owned() }
}

/// The segments that a text is sent in.
pub fn segments(text: &str) -> u32 {
    let (length, (one, each)) = match septets(text) {
        Some(septets) => (septets, SEPTETS),
        None => (text.encode_utf16().count(), UNITS),
    };
    let segments = if length <= one { 1 } else { length.div_ceil(each) };
    u32::try_from(segments).unwrap_or(u32::MAX)
}

/// How many septets a text has; `None` if the alphabet does not have all of its letters.
fn septets(text: &str) -> Option<usize> {
    text.chars().map(|c| if BASIC.contains(c) { Some(1) } else { EXTENDED.contains(c).then_some(2) }).sum()
}

/// A typesetter's character as a typewriter has it.
fn typed(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‹' | '›' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        c if c.is_whitespace() && c != '\n' && c != '\r' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_counted_as_they_are_paid() {
        for (text, expected) in [
            (String::new(), 1),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("张".repeat(70), 1),
            ("张".repeat(71), 2),
            ("张".repeat(135), 3),
            ("🎉".repeat(35), 1),
            ("🎉".repeat(36), 2),
            (format!("{}’", "a".repeat(70)), 2),
        ] {
            assert_eq!(segments(&text), expected, "{} characters", text.chars().count());
        }
    }

    #[test]
    fn typesetting_is_undone_where_it_saves_something() {
        assert_eq!(plain("Anna’s “press” – 5\u{a0}bar…"), "Anna's \"press\" - 5 bar...");
        assert_eq!(plain("“打印机” – 5"), "“打印机” – 5");
        assert_eq!(plain("Köln £5 [x]"), "Köln £5 [x]");
    }
}
