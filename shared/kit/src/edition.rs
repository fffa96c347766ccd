//! Which edition of something an editor has seen: the entity tag of what is edited, and `If-Match` (RFC 9110).
//!
//! Of two people who edit one record, the second would replace what the first wrote without having seen it. Whoever
//! sends the tag of what he saw is told instead, and shown what it is now.

use serde::Serialize;

use crate::Problem;

/// Digits of a tag: nobody has an interest in making two that are alike.
const DIGITS: usize = 20;

/// An edition of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition(String);

impl Edition {
    /// The edition that consists of `parts`: what editors see, and nothing that changes by itself.
    pub fn of(parts: &impl Serialize) -> Result<Self, Problem> {
        let text = serde_json::to_string(parts).map_err(Problem::internal)?;
        Ok(Self(foyer_store::key::digest(&text)[..DIGITS].to_owned()))
    }

    /// The tag, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a list of tags names it (strong comparison).
    pub(crate) fn is_in(&self, list: &str) -> bool {
        let tag = format!("\"{}\"", self.0);
        list.split(',').map(str::trim).any(|one| one == "*" || one == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_what_is_seen_and_is_found_in_lists() {
        let (one, other) = (Edition::of(&("a", 1)).unwrap(), Edition::of(&("a", 2)).unwrap());
        assert_ne!(one, other);
        assert_eq!(one, Edition::of(&("a", 1)).unwrap());
        let tag = format!("\"{}\"", one.as_str());
        assert!(one.is_in(&tag) && one.is_in("*") && one.is_in(&format!("\"x\", {tag}")));
        assert!(!other.is_in(&tag) && !one.is_in(&format!("W/{tag}")) && !one.is_in("") && !one.is_in(one.as_str()));
    }
}
