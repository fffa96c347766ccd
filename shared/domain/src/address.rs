//! Where a person can be reached: phone numbers in E.164 and email addresses.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};
use serde::{Deserialize, Serialize};

use crate::unicode::{digit, identifier, is_dash};

/// A phone number in E.164 (`+8613800138000`), possible and valid by the numbering plan of its country.
///
/// A number without a country code is read as Chinese: staff and customers type those without it. One that names its
/// country, after `+` or `00`, is read by that country's plan alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// A phone number as somebody typed it: without a country code it is one of the country of his enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct TypedPhone(String);

/// An email address, in lower case: mail systems do not tell letters' cases apart, and one mailbox must
/// not have two accounts. A domain in its own script stands in it as people read it (`li@例子.公司`); mail is sent, and
/// people log in, with the form that mail systems know ([`Email::ascii`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a mobile phone number, with a country code unless it is of the country of the enterprise, like +86 138 0013 8000")]
pub struct NotAPhone;

/// Not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an email address, like li.lei@example.com")]
pub struct NotAnEmail;

/// Longest address that the mail standards allow (RFC 5321, octets).
const EMAIL_MAX: usize = 254;
/// Longest part before the @ (RFC 5321, octets).
const LOCAL_MAX: usize = 64;
/// Longer than any way to write a phone number, in characters.
const PHONE_MAX: usize = 40;

impl Phone {
    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what was typed; without a country code it is read by the plan of `home`.
    fn read(raw: &str, home: Region) -> Result<Self, NotAPhone> {
        let typed = identifier(raw);
        let writable = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/');
        let plain: String = typed.chars().map(|c| if is_dash(c) { '-' } else { digit(c) }).collect();
        if plain.chars().count() > PHONE_MAX || !plain.chars().all(writable) {
            return Err(NotAPhone);
        }
        // Whoever names the country says so: the plan of another must not be asked.
        let begun = plain.trim_start_matches(['(', ' ', '-', '.', '/']);
        let (number, country) = match begun.strip_prefix("00").or_else(|| begun.strip_prefix('+')) {
            // What stands between the plus and the digits is a bracket or a blank, too.
            Some(number) => (format!("+{}", number.trim_start_matches(['(', ' ', '-', '.', '/'])), None),
            None => (plain, Some(home)),
        };
        let number = PHONE_NUMBER_UTIL.parse(&number, country).map_err(|_| NotAPhone)?;
        // A message sent to a landline is lost, and paid for.
        let takes_messages = matches!(number.get_type(), PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile);
        if !number.is_valid() || !takes_messages {
            return Err(NotAPhone);
        }
        Ok(Self(number.format_as(PhoneNumberFormat::E164).into_owned()))
    }
}

impl TypedPhone {
    /// The number, read as one of `country` where it names none.
    pub fn in_country(&self, country: &Country) -> Result<Phone, NotAPhone> {
        Phone::read(&self.0, country.region().ok_or(NotAPhone)?)
    }
}

/// A country, by its ISO 3166 code of two letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(String);

/// Not a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an ISO 3166 code of two letters, like CN")]
pub struct NotACountry;

impl Default for Country {
    fn default() -> Self {
        Self(Region::CN.to_string())
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;

    fn try_from(raw: String) -> Result<Self, NotACountry> {
        let code = identifier(&raw).to_ascii_uppercase();
        known_region(&code).map(|region| Self(region.to_string())).ok_or(NotACountry)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.0
    }
}

impl Country {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its numbering plan; `None` is one that no plan is known of.
    pub fn region(&self) -> Option<Region> {
        self.0.parse().ok()
    }
}

/// The region of a country whose numbers are known. A region that is no country has three digits.
fn known_region(code: &str) -> Option<Region> {
    let region = Some(code).filter(|code| code.len() == 2)?.parse().ok()?;
    PHONE_NUMBER_UTIL.get_country_code_for_region(region).map(|_| region)
}

/// Countries that codes are sent to by SMS (F7): an SMS costs up to a hundred times more elsewhere, which is what
/// fraud with codes lives on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countries(BTreeSet<String>);

/// Not a list of countries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no country: ISO 3166 codes of two letters with commas between them are")]
pub struct NotCountries(String);

impl FromStr for Countries {
    type Err = NotCountries;

    fn from_str(list: &str) -> Result<Self, NotCountries> {
        let codes = list.split(',').map(str::trim).map(|code| match known_region(code) {
            Some(region) => Ok(region.to_string()),
            None => Err(NotCountries(code.to_owned())),
        });
        codes.collect::<Result<_, _>>().map(Self)
    }
}

impl Countries {
    /// Whether `phone` is a number of one of them.
    pub fn has(&self, phone: &Phone) -> bool {
        let number = PHONE_NUMBER_UTIL.parse(phone.as_str(), None).ok();
        let region = number.and_then(|number| number.get_region_code());
        region.is_some_and(|region| self.0.contains(&region.to_string()))
    }

    /// Whether a message to `address` may go: to every email, and to a phone of one of them.
    pub fn let_through(&self, address: &Address) -> bool {
        match address {
            Address::Phone(phone) => self.has(phone),
            Address::Email(_) => true,
        }
    }
}

impl Email {
    /// The address as people read it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as mail systems know it.
    pub fn ascii(&self) -> Cow<'_, str> {
        match self.0.split_once('@') {
            Some((local, domain)) if !domain.is_ascii() => {
                // It was made from that form.
                idna::domain_to_ascii_strict(domain)
                    .map_or(Cow::Borrowed(self.0.as_str()), |domain| Cow::Owned(format!("{local}@{domain}")))
            }
            _ => Cow::Borrowed(&self.0),
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(raw: String) -> Result<Self, NotAPhone> {
        Self::read(&raw, Region::CN)
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(raw: String) -> Result<Self, NotAnEmail> {
        let typed = identifier(&raw).to_lowercase();
        let (local, domain) = typed.rsplit_once('@').ok_or(NotAnEmail)?;
        let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| NotAnEmail)?;
        if !is_local(local) || !is_domain(&ascii) || local.len() + 1 + ascii.len() > EMAIL_MAX {
            return Err(NotAnEmail);
        }
        let (shown, outcome) = idna::domain_to_unicode(&ascii);
        outcome.map_err(|_| NotAnEmail)?;
        if !shown.split('.').all(is_of_one_script) {
            return Err(NotAnEmail);
        }
        Ok(Self(format!("{local}@{shown}")))
    }
}

/// Whether all mail systems agree what this part before the @ is: words with single dots between them (RFC 5321,
/// dot-string), without what some of them route by (`%`, `!`) or take for a word in another encoding (`=?`, RFC 2047).
/// ASCII only: SES takes no other, and look-alike letters
/// would make look-alike accounts.
fn is_local(local: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"#$&'*+-/=?^_`{|}~".contains(&b));
    local.len() <= LOCAL_MAX && !local.contains("=?") && local.split('.').all(is_word)
}

/// Whether a domain, in ASCII, is one that mail can be sent to from anywhere: at least two labels, the last of which
/// is no number and has more than one letter, as every top-level domain has (RFC 3696). `idna` has looked at the labels.
fn is_domain(ascii: &str) -> bool {
    let Some((names, top)) = ascii.rsplit_once('.') else { return false };
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_top = top.len() > 1 && (top.starts_with("xn--") || top.bytes().all(|b| b.is_ascii_alphabetic()));
    is_top && names.split('.').all(is_label)
}

/// Whether a label is written in one script, or in those that are written together: letters of several look alike
/// (UTS 39, highly restrictive).
fn is_of_one_script(label: &str) -> bool {
    use icu_properties::props::Script;
    let scripts = icu_properties::CodePointMapData::<Script>::new();
    let found: Vec<Script> = label.chars().map(|c| scripts.get(c)).filter(|s| !matches!(*s, Script::Common | Script::Inherited)).collect();
    let within = |of: &[Script]| found.iter().all(|script| of.contains(script));
    found.windows(2).all(|two| two[0] == two[1])
        || within(&[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana])
        || within(&[Script::Latin, Script::Han, Script::Bopomofo])
        || within(&[Script::Latin, Script::Han, Script::Hangul])
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a message goes: what holds an @ is an email address, all else a phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Address {
    /// By SMS.
    Phone(Phone),
    /// By email.
    Email(Email),
}

/// Neither a phone number nor an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It was written like a phone number.
    #[error(transparent)]
    Phone(#[from] NotAPhone),
    /// It was written like an email address.
    #[error(transparent)]
    Email(#[from] NotAnEmail),
}

impl Address {
    /// The channel that reaches it.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Phone(_) => Channel::Sms,
            Self::Email(_) => Channel::Email,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Email(email) => email.as_str(),
        }
    }

    /// Enough of it for its owner to know it by, and too little to write to it: `+86139****0001`, `w***@example.com`.
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(Phone(number)) => {
                let end = number.len().saturating_sub(4);
                format!("{}****{}", &number[..end.saturating_sub(4)], &number[end..])
            }
            Self::Email(Email(email)) => {
                let (local, domain) = email.split_once('@').unwrap_or((email, ""));
                format!("{}***@{domain}", local.chars().take(1).collect::<String>())
            }
        }
    }
}

impl TryFrom<String> for Address {
    type Error = NotAnAddress;

    fn try_from(raw: String) -> Result<Self, NotAnAddress> {
        if identifier(&raw).contains('@') { Ok(Self::Email(raw.try_into()?)) } else { Ok(Self::Phone(raw.try_into()?)) }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        match address {
            Address::Phone(phone) => phone.into(),
            Address::Email(email) => email.into(),
        }
    }
}

/// Addresses in rows and events, which were checked when they were written. To ask the numbering plans of all
/// countries again would put them into every function: 1 MB, and milliseconds of its first invocation. What an earlier
/// version took is read too: an address that nobody would take today is still its owner's.
pub mod kept {
    use super::{Address, EMAIL_MAX, Email, Phone};
    use serde::de::{Deserialize, Deserializer, Error};

    /// A phone number, if there is one.
    pub fn phone<'de, D: Deserializer<'de>>(kept: D) -> Result<Option<Phone>, D::Error> {
        Option::<String>::deserialize(kept)?.map(e164).transpose()
    }

    /// An email address, if there is one.
    pub fn email<'de, D: Deserializer<'de>>(kept: D) -> Result<Option<Email>, D::Error> {
        Option::<String>::deserialize(kept)?.map(mailbox).transpose()
    }

    /// An address.
    pub fn address<'de, D: Deserializer<'de>>(kept: D) -> Result<Address, D::Error> {
        either(String::deserialize(kept)?)
    }

    /// An address, if there is one.
    pub fn some_address<'de, D: Deserializer<'de>>(kept: D) -> Result<Option<Address>, D::Error> {
        Option::<String>::deserialize(kept)?.map(either).transpose()
    }

    fn either<E: Error>(text: String) -> Result<Address, E> {
        if text.contains('@') { mailbox(text).map(Address::Email) } else { e164(text).map(Address::Phone) }
    }

    /// Something, an @, and a domain, in small letters and without controls.
    fn mailbox<E: Error>(text: String) -> Result<Email, E> {
        let parts = text.rsplit_once('@').filter(|(local, domain)| local.is_ascii() && !local.is_empty() && !domain.is_empty());
        // A domain is longer in its own script than in ASCII, at most four octets for one.
        let spelt = text.len() <= 4 * EMAIL_MAX && !text.chars().any(|c| c.is_control() || c.is_ascii_uppercase());
        if parts.is_some() && spelt { Ok(Email(text)) } else { Err(E::custom("an email address that is not in its stored spelling")) }
    }

    fn e164<E: Error>(text: String) -> Result<Phone, E> {
        let digits = text.strip_prefix('+').unwrap_or_default();
        if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(E::custom("a phone number that is not in E.164"));
        }
        Ok(Phone(text))
    }
}

/// The channels that reach a person outside Foyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 短信.
    Sms,
    /// 邮件.
    Email,
}

impl Channel {
    /// The name in answers and keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }
}

/// The language a person reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, the default: most people served read it.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads a BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::ZhCn, Self::En].into_iter().find(|language| language.tag() == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(raw: &str) -> Option<String> {
        Phone::try_from(raw.to_owned()).ok().map(String::from)
    }

    fn email(raw: &str) -> Option<String> {
        Email::try_from(raw.to_owned()).ok().map(String::from)
    }

    // F7
    #[test]
    fn countries_have_their_numbers() {
        let countries: Countries = "CN, US".parse().unwrap();
        let phone = |text: &str| Phone::try_from(text.to_owned()).unwrap();
        assert!(countries.has(&phone("13900000001")) && countries.has(&phone("+12015550111")));
        assert!(!countries.has(&phone("+447400123456")));
        // Canada has the country code of the United States.
        assert!(!countries.has(&phone("+15062345678")));
        assert_eq!("CN,Mars".parse::<Countries>(), Err(NotCountries("Mars".to_owned())));
        assert!("".parse::<Countries>().is_err());
    }

    // the "Languages by enterprise"
    #[test]
    fn a_number_without_a_country_code_is_of_the_country_of_the_enterprise() {
        let read = |raw: &str, country: &str| {
            let country = Country::try_from(country.to_owned()).unwrap();
            TypedPhone(raw.to_owned()).in_country(&country).ok().map(String::from)
        };
        assert_eq!(read("07400 123456", "GB").as_deref(), Some("+447400123456"));
        assert_eq!(read("07400 123456", "CN"), None);
        assert_eq!(read("138 0013 8000", "CN").as_deref(), Some("+8613800138000"));
        assert_eq!(read("138 0013 8000", "GB"), None);
        for country in ["CN", "GB"] {
            assert_eq!(read("+86 138 0013 8000", country).as_deref(), Some("+8613800138000"), "{country}");
            assert_eq!(read("00447400123456", country).as_deref(), Some("+447400123456"), "{country}");
        }
    }

    #[test]
    fn mobile_phones_become_e164() {
        assert_eq!(phone("138 0013 8000").as_deref(), Some("+8613800138000"));
        assert_eq!(phone("+1 201 555 0123").as_deref(), Some("+12015550123"));
        for bad in ["", "12", "abc", "138001380001234567", "+999123456", "13800138000;drop", "010-55550000", "+44 20 7946 0018"] {
            assert_eq!(phone(bad), None, "{bad}");
        }
    }

    // issue of the phone numbers of the world
    #[test]
    fn every_mobile_number_of_the_world_is_taken_and_comes_back_the_same() {
        let mut seen = 0;
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let Ok(example) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, PhoneNumberType::Mobile) else { continue };
            let e164 = example.format_as(PhoneNumberFormat::E164).into_owned();
            let international = example.format_as(PhoneNumberFormat::International).into_owned();
            let dialled = e164.replacen('+', "00", 1);
            let (code, rest) = international.split_once(' ').unwrap();
            let bracketed = format!("({code}) {rest}");
            for written in [&e164, &international, &dialled, &bracketed, &format!("\u{202a}{international}\u{202c}")] {
                assert_eq!(phone(written).as_deref(), Some(e164.as_str()), "{region:?}: {written}");
            }
            assert_eq!(kept(&e164).as_deref(), Some(e164.as_str()), "{region:?}");
            seen += 1;
        }
        assert!(seen > 200, "{seen} countries");
    }

    #[test]
    fn a_number_that_names_its_country_is_read_by_no_other_plan() {
        for (written, expected) in [
            ("+60 12-345 6789", "+60123456789"),
            ("0060 12 345 6789", "+60123456789"),
            ("+44 (0)7400 123456", "+447400123456"),
            ("(+60) 12-345 6789", "+60123456789"),
            ("+(60) 12-345 6789", "+60123456789"),
            ("（＋60）12-345 6789", "+60123456789"),
            ("(0060) 12 345 6789", "+60123456789"),
            ("+ 60 12 345 6789", "+60123456789"),
            ("+49\u{a0}151\u{2011}23456789", "+4915123456789"),
            ("＋８６　１３８　００１３　８０００", "+8613800138000"),
            ("+٩٧٢ ٥٠-٢٣٤-٥٦٧٨", "+972502345678"),
            ("+९१ ८१२३४ ५६७८९", "+918123456789"),
            ("۱۳۸۰۰۱۳۸۰۰۰", "+8613800138000"),
            ("\u{202a}13812345678\u{202c}", "+8613812345678"),
            ("86 138 0013 8000", "+8613800138000"),
        ] {
            assert_eq!(phone(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn an_address_is_known_by_its_at() {
        let address = |raw: &str| Address::try_from(raw.to_owned());
        let (phone, email) = (address("139 0000 0001").unwrap(), address("Wang.Fang@example.com").unwrap());
        assert_eq!((phone.channel(), phone.as_str(), phone.masked()), (Channel::Sms, "+8613900000001", "+86139****0001".into()));
        assert_eq!((email.channel(), email.as_str(), email.masked()), (Channel::Email, "wang.fang@example.com", "w***@example.com".into()));
        assert_eq!(address("+12015550111").unwrap().masked(), "+120****0111");
        assert_eq!(address("chen.jing"), Err(NotAnAddress::Phone(NotAPhone)));
        assert_eq!(address("a@b"), Err(NotAnAddress::Email(NotAnEmail)));
    }

    #[test]
    fn what_is_kept_is_read_as_it_was_written() {
        use serde::de::value::{Error, StrDeserializer};
        let read = |raw| kept::address(StrDeserializer::<Error>::new(raw)).map(|address| address.as_str().to_owned());
        for good in ["+8613800138000", "+12015550111", "wang.fang@example.com"] {
            assert_eq!(read(good).as_deref(), Ok(good));
        }
        for bad in ["", "+", "13800138000", "+86 138 0013 8000", "+861380013800012345", "chen.jing", "a@", "@b.cn", "Li@b.cn"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    fn kept(raw: &str) -> Option<String> {
        use serde::de::value::{Error, StrDeserializer};
        kept::address(StrDeserializer::<Error>::new(raw)).ok().map(|address| address.as_str().to_owned())
    }

    #[test]
    fn addresses_that_mail_systems_disagree_about_are_refused() {
        for bad in [
            "\"li lei\"@example.com",
            "=?utf-8?q?li?=@example.com",
            "x=?li@example.com",
            "\"lilei\"@example.com",
            "li..lei@example.com",
            ".lei@example.com",
            "lei.@example.com",
            "li lei@example.com",
            "li(work)@example.com",
            "li%lei@example.com",
            "host!li@example.com",
            "li@lei@example.com",
            "李雷@example.com",
            "li@example.c",
            "li@example.1",
            "li@example.123",
            "li@example.c1",
            "li@127.0.0.1",
            "li@[127.0.0.1]",
            "li@[IPv6:::1]",
            "li@localhost",
            "li@example.com.",
            "li@.example.com",
            "li@exa_mple.com",
            "li@-example.com",
            "li@example-.com",
            "li@example..com",
            "li@раypal.com",
            &format!("{}@example.com", "a".repeat(65)),
            &format!("a@{}.com", "a".repeat(64)),
        ] {
            assert_eq!(email(bad), None, "{bad}");
        }
        for good in
            ["o'brien+foyer@example.co.uk", "a@example.museum", "a_b-c@sub.example.com", "1@1.example.com", "a@xn--fiqs8s.example.com"]
        {
            assert!(email(good).is_some(), "{good}");
        }
    }

    // a domain in its own script is one mailbox in both spellings, and mail is sent to the one of ASCII
    #[test]
    fn domains_are_taken_in_their_own_script() {
        for (written, shown, ascii) in [
            ("Li@例子.公司", "li@例子.公司", "li@xn--fsqu00a.xn--55qx5d"),
            ("li@xn--fsqu00a.xn--55qx5d", "li@例子.公司", "li@xn--fsqu00a.xn--55qx5d"),
            ("li@例子。公司", "li@例子.公司", "li@xn--fsqu00a.xn--55qx5d"),
            ("anna@BÜCHER.example.com", "anna@bücher.example.com", "anna@xn--bcher-kva.example.com"),
            ("li＠example.com\u{200b}", "li@example.com", "li@example.com"),
        ] {
            let read = Email::try_from(written.to_owned()).unwrap();
            assert_eq!((read.as_str(), &*read.ascii()), (shown, ascii), "{written}");
            assert_eq!(String::from(crate::identity::LoginName::from(read)), ascii);
            assert_eq!(kept(shown).as_deref(), Some(shown));
        }
    }

    // what an earlier version took is still read: nobody loses his account over it
    #[test]
    fn what_was_taken_before_is_still_read() {
        assert_eq!(kept("\"li lei\"@example.com").as_deref(), Some("\"li lei\"@example.com"));
        assert_eq!(kept("li@example.1").as_deref(), Some("li@example.1"));
    }

    proptest::proptest! {
        // what is taken is read again when it is kept, and is the same
        #[test]
        fn what_is_taken_is_kept_as_it_is(
            raw in proptest::prop_oneof![
                proptest::arbitrary::any::<String>(),
                "[ \u{200b}]?[a-zA-Z0-9.\"'+%! 张-]{0,12}@[a-zA-Z0-9.例子公司ü-]{0,14}[.。]?[a-z0-9公司]{0,4}",
                "[+０0]{0,2}[0-9 ()\u{2011}\u{202a}-]{5,18}",
            ]
        ) {
            if let Ok(taken) = Address::try_from(raw.clone()) {
                proptest::prop_assert_eq!(kept(taken.as_str()), Some(taken.as_str().to_owned()));
                proptest::prop_assert_eq!(Address::try_from(taken.as_str().to_owned()), Ok(taken));
            }
            if let Ok(taken) = crate::identity::LoginName::try_from(raw) {
                let read = crate::identity::login_name::kept::login(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(taken.as_str()));
                proptest::prop_assert_eq!(read.ok(), Some(taken.clone()));
                proptest::prop_assert_eq!(crate::identity::LoginName::try_from(taken.as_str().to_owned()), Ok(taken));
            }
        }
    }

    #[test]
    fn emails_become_lower_case() {
        assert_eq!(email(" Li.Lei@Example.COM ").as_deref(), Some("li.lei@example.com"));
        for bad in ["", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "Li <a@b.cn>", "a@[127.0.0.1]", "а@b.cn"] {
            assert_eq!(email(bad), None, "{bad}");
        }
    }
}
