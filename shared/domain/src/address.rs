//! Where a person can be reached: phone numbers in E.164 and email addresses.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use phonenumber::Type;
use serde::{Deserialize, Serialize};

/// A phone number in E.164 (`+8613800138000`), possible and valid by the numbering plan of its country.
///
/// A number without a country code is read as Chinese: staff and customers type those without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// An email address, in lower case: mail systems do not tell letters' cases apart, and one mailbox must
/// not have two accounts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a mobile phone number, with a country code unless it is Chinese, like +86 138 0013 8000")]
pub struct NotAPhone;

/// Not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an email address, like li.lei@example.com")]
pub struct NotAnEmail;

/// Longest address that the mail standards allow (RFC 5321, octets).
const EMAIL_MAX: usize = 254;
/// Longer than any way to write a phone number.
const PHONE_MAX: usize = 40;

impl Phone {
    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
        let codes = list.split(',').map(str::trim).map(|code| match code.parse::<phonenumber::country::Id>() {
            Ok(id) => Ok(id.as_ref().to_owned()),
            Err(_) => Err(NotCountries(code.to_owned())),
        });
        codes.collect::<Result<_, _>>().map(Self)
    }
}

impl Countries {
    /// Whether `phone` is a number of one of them.
    pub fn has(&self, phone: &Phone) -> bool {
        let number = phonenumber::parse(None, phone.as_str()).ok();
        let country = number.and_then(|number| number.country().id());
        country.is_some_and(|id| self.0.contains(id.as_ref()))
    }
}

impl Email {
    /// The address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(raw: String) -> Result<Self, NotAPhone> {
        let writable = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.');
        if raw.len() > PHONE_MAX || !raw.chars().all(writable) {
            return Err(NotAPhone);
        }
        let number = phonenumber::parse(Some(phonenumber::country::CN), raw.trim()).map_err(|_| NotAPhone)?;
        // A message sent to a landline is lost, and paid for.
        let takes_messages = matches!(number.number_type(&phonenumber::metadata::DATABASE), Type::Mobile | Type::FixedLineOrMobile);
        if !phonenumber::is_valid(&number) || !takes_messages {
            return Err(NotAPhone);
        }
        Ok(Self(number.format().mode(phonenumber::Mode::E164).to_string()))
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(raw: String) -> Result<Self, NotAnEmail> {
        let lower = raw.trim().to_lowercase();
        let options = email_address::Options::default().with_required_tld().without_display_text().without_domain_literal();
        // ASCII only: SES takes no other local part, and look-alike letters would make look-alike accounts.
        if !lower.is_ascii() || lower.len() > EMAIL_MAX {
            return Err(NotAnEmail);
        }
        email_address::EmailAddress::parse_with_options(&lower, options).map_err(|_| NotAnEmail)?;
        Ok(Self(lower))
    }
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
        if raw.contains('@') { Ok(Self::Email(raw.try_into()?)) } else { Ok(Self::Phone(raw.try_into()?)) }
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
/// countries again would put them into every function: 1 MB, and milliseconds of its first invocation.
pub mod kept {
    use super::{Address, Phone};
    use serde::de::{Deserialize, Deserializer, Error};

    /// A phone number, if there is one.
    pub fn phone<'de, D: Deserializer<'de>>(kept: D) -> Result<Option<Phone>, D::Error> {
        Option::<String>::deserialize(kept)?.map(e164).transpose()
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
        if text.contains('@') { text.try_into().map(Address::Email).map_err(E::custom) } else { e164(text).map(Address::Phone) }
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

    #[test]
    fn mobile_phones_become_e164() {
        assert_eq!(phone("138 0013 8000").as_deref(), Some("+8613800138000"));
        assert_eq!(phone("+1 201 555 0123").as_deref(), Some("+12015550123"));
        for bad in [
            "",
            "12",
            "abc",
            "138001380001234567",
            "+999123456",
            "１３８００１３８０００",
            "13800138000;drop",
            "010-55550000",
            "+44 20 7946 0018",
        ] {
            assert_eq!(phone(bad), None, "{bad}");
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
        for bad in ["", "+", "13800138000", "+86 138 0013 8000", "+861380013800012345", "chen.jing", "a@b"] {
            assert!(read(bad).is_err(), "{bad}");
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
