//! How somebody appears to one enterprise, and how it reaches him: what one was told or shown is no other's (decision 14).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Muted;
use crate::address::{Address, Channel, Email, Language, Phone};

/// What is of an identity and not of the account. What is `None` is as the account says: in rows from before each
/// identity had its own, and until its owner chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// What messages of the enterprise are written in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The picture that the enterprise was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// What the person does not want to be told by the enterprise, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted: Option<BTreeSet<Muted>>,
    /// Where the enterprise reaches him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
}

/// A picture, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What it is known by; `None` if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<AvatarTag>,
}

/// What a picture is known by: the digest of its bytes, so that another picture has another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AvatarTag(pub String);

/// The addresses that one enterprise was told, by who opened the identity or by its owner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// Where its SMS go.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::address::kept::phone")]
    pub phone: Option<Phone>,
    /// Where its emails go.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::address::kept::email")]
    pub email: Option<Email>,
}

impl Reach {
    /// The address of `channel`.
    pub fn address(&self, channel: Channel) -> Option<Address> {
        match channel {
            Channel::Sms => self.phone.clone().map(Address::Phone),
            Channel::Email => self.email.clone().map(Address::Email),
        }
    }

    /// With `address` in place of the one of its channel.
    #[must_use]
    pub fn with(self, address: Address) -> Self {
        match address {
            Address::Phone(phone) => Self { phone: Some(phone), ..self },
            Address::Email(email) => Self { email: Some(email), ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // what is not of the identity is not kept with it: rows from before are as they were
    #[test]
    fn nothing_chosen_is_nothing_kept() {
        assert_eq!(serde_json::to_string(&Face::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Face>("{}").unwrap(), Face::default());
        let none = Face { shown: Some(Shown { tag: None }), ..Face::default() };
        let kept = serde_json::to_string(&none).unwrap();
        assert_eq!(serde_json::from_str::<Face>(&kept).unwrap(), none, "{kept}");
    }

    #[test]
    fn another_address_leaves_the_other_one() {
        let address = |text: &str| Address::try_from(text.to_owned()).unwrap();
        let reach = Reach::default().with(address("+8613900000001")).with(address("wang.fang@example.com"));
        let moved = reach.with(address("+8613900000002"));
        assert_eq!(moved.address(Channel::Sms), Some(address("+8613900000002")));
        assert_eq!(moved.address(Channel::Email), Some(address("wang.fang@example.com")));
    }
}
