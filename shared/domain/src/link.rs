//! Short links 短链接: what an SMS leads to by a code of ours.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::SignedDuration;
use crate::unicode::identifier;

/// The longest link in an SMS, in characters: what is longer goes by a code.
pub const LONGEST: usize = 40;
/// How long a link leads somewhere.
pub const LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Letters that nobody takes for one another when he types them.
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// 11 letters of 58 are 64 bits: nobody finds one by trying.
const LETTERS: usize = 11;

/// The code that a digest makes. The same digest makes the same code.
pub fn code(digest: u128) -> String {
    let mut rest = digest;
    let letter = |_| {
        let index = usize::try_from(rest % 58).unwrap_or(0);
        rest /= 58;
        char::from(ALPHABET[index])
    };
    (0..LETTERS).map(letter).collect()
}

/// A code as it was opened or typed: telephones take what stands behind a link for a part of it (`。`, `)`), and marks that
/// nobody sees come with what is pasted.
pub fn typed(code: &str) -> String {
    identifier(code).chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// A path of a page of the portal: what is put behind the portal's address leads there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PagePath(String);

/// It could lead elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no path of a page")]
pub struct NotAPath;

impl PagePath {
    /// The path, with the slash at its beginning.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PagePath {
    type Error = NotAPath;

    /// One slash at the beginning keeps what follows behind the host; what a browser reads as another slash, or leaves
    /// out, is not taken.
    fn try_from(path: String) -> Result<Self, NotAPath> {
        let rest = path.strip_prefix('/').ok_or(NotAPath)?;
        let visible = rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if rest.starts_with('/') || !visible || path.len() > 300 { Err(NotAPath) } else { Ok(Self(path)) }
    }
}

impl From<PagePath> for String {
    fn from(path: PagePath) -> Self {
        path.0
    }
}

impl fmt::Display for PagePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_eleven_letters_of_which_none_is_taken_for_another() {
        assert_eq!(code(0), "11111111111");
        assert_eq!((code(57), code(58)), ("z1111111111".into(), "12111111111".into()));
        let codes: BTreeSet<String> = (0..2_000_u128).map(|n| code(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))).collect();
        assert_eq!(codes.len(), 2_000);
        assert!(codes.iter().all(|code| code.len() == LETTERS && !code.contains(['0', 'O', 'I', 'l'])));
    }

    #[test]
    fn a_code_is_what_one_sees_of_it() {
        for opened in ["1aBcD2eFgH3", "1aBcD2eFgH3。", "1aBcD2eFgH3)", "\u{200b}1aBcD2eFgH3\u{feff}", " 1aBcD2eFgH3，谢谢"] {
            assert_eq!(typed(opened), "1aBcD2eFgH3", "{opened:?}");
        }
        assert_eq!(typed("。"), "");
    }

    #[test]
    fn a_path_leads_to_a_page_of_ours() {
        for path in ["/", "/tickets/tkt_1?as=idn_2#rating", "/me/account"] {
            assert_eq!(PagePath::try_from(path.to_owned()).unwrap().as_str(), path);
        }
        let long = format!("/{}", "a".repeat(300));
        for elsewhere in
            ["", "tickets", "@evil.example", ".evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/a b", "/é", &long]
        {
            assert_eq!(PagePath::try_from(elsewhere.to_owned()), Err(NotAPath), "{elsewhere:?}");
        }
    }
}
