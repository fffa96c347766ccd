//! How an enterprise shows itself, and what is taken for granted of the people that it serves.

use serde::{Deserialize, Serialize};

use crate::address::{Country, Language};
use crate::id::TenantId;
use crate::identity::AvatarTag;
use crate::text::{Line, Paragraphs};
use crate::tickets::calendar::Zone;
use crate::unicode::identifier;

/// The face of an enterprise 企业形象, and its defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    /// The enterprise.
    pub tenant_id: TenantId,
    /// The colour of its pages; the product's own otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// What the login and the portal say to whoever needs help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// How the enterprise is reached: a number, an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Reached>,
    /// Its logo, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<AvatarTag>,
    /// What somebody new reads, unless it is said.
    #[serde(default)]
    pub language: Language,
    /// Whose number one without a country code is.
    #[serde(default)]
    pub country: Country,
    /// When its day begins, unless a queue says otherwise.
    #[serde(default)]
    pub time_zone: TimeZone,
}

/// What somebody who needs help reads.
pub type Help = Paragraphs<500>;

/// How an enterprise is reached.
pub type Reached = Line<200>;

impl Enterprise {
    /// An enterprise that has not said anything yet.
    pub fn initial(tenant_id: TenantId) -> Self {
        Self {
            tenant_id,
            colour: None,
            help: None,
            contact: None,
            logo: None,
            language: Language::default(),
            country: Country::default(),
            time_zone: TimeZone::default(),
        }
    }
}

/// A colour on which white is read: at least 4.5:1 (WCAG 2.2, 1.4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(String);

/// Not such a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAColour {
    /// Not written as one.
    #[error("must be a colour like #2b55c9")]
    Unreadable,
    /// White on it is not read.
    #[error("must be dark enough for white text on it: a contrast of 4.5:1 or more")]
    TooPale,
}

/// What white on a colour must have at least.
const CONTRAST: f64 = 4.5;

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(raw: String) -> Result<Self, NotAColour> {
        let text = identifier(&raw).to_ascii_lowercase();
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let digits = digits.ok_or(NotAColour::Unreadable)?;
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColour::Unreadable)?;
        let [_, red, green, blue] = number.to_be_bytes();
        let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        if 1.05 / (luminance + 0.05) < CONTRAST {
            return Err(NotAColour::TooPale);
        }
        Ok(Self(text))
    }
}

/// The light of a channel of sRGB.
fn linear(channel: u8) -> f64 {
    let part = f64::from(channel) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.0
    }
}

impl Colour {
    /// As pages write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A time zone, by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(String);

/// Not a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an IANA time zone, like Asia/Shanghai")]
pub struct NotAZone;

impl Default for TimeZone {
    fn default() -> Self {
        Self("Asia/Shanghai".to_owned())
    }
}

impl TryFrom<String> for TimeZone {
    type Error = NotAZone;

    fn try_from(raw: String) -> Result<Self, NotAZone> {
        Zone::try_from(raw).map(|zone| Self(zone.into())).map_err(|_| NotAZone)
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.0
    }
}

impl TimeZone {
    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::NotACountry;

    #[test]
    fn white_is_read_on_every_colour() {
        for (typed, kept) in
            [("#2B55C9", "#2b55c9"), (" #000000 ", "#000000"), ("\u{200b}＃000000\u{feff}", "#000000"), ("#767676", "#767676")]
        {
            assert_eq!(Colour::try_from(typed.to_owned()).unwrap().as_str(), kept);
        }
        for (typed, fault) in [
            ("#777777", NotAColour::TooPale),
            ("#ffffff", NotAColour::TooPale),
            ("#f5c400", NotAColour::TooPale),
            ("2b55c9", NotAColour::Unreadable),
            ("#2b55c", NotAColour::Unreadable),
            ("#2b55c9ff", NotAColour::Unreadable),
            ("#2b55cg", NotAColour::Unreadable),
            ("#+b55c9", NotAColour::Unreadable),
            ("red", NotAColour::Unreadable),
            ("", NotAColour::Unreadable),
        ] {
            assert_eq!(Colour::try_from(typed.to_owned()), Err(fault), "{typed}");
        }
    }

    #[test]
    fn countries_and_zones_are_known_ones() {
        assert_eq!(Country::try_from("gb\u{200b}".to_owned()).unwrap().as_str(), "GB");
        for typed in ["", "C", "CHN", "XX", "001", "zz", "中国"] {
            assert_eq!(Country::try_from(typed.to_owned()), Err(NotACountry), "{typed}");
        }
        assert_eq!(TimeZone::try_from("\u{feff}Europe/London ".to_owned()).unwrap().as_str(), "Europe/London");
        for typed in ["", "Mars/Olympus", "+08:00"] {
            assert_eq!(TimeZone::try_from(typed.to_owned()), Err(NotAZone), "{typed}");
        }
        let defaults = Enterprise::initial("ten_01ke6jq30000000000000000a1".parse().unwrap());
        assert!(defaults.country.region().is_some() && TimeZone::try_from(defaults.time_zone.as_str().to_owned()).is_ok());
    }
}
