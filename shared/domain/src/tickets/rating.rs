//! Ratings 评价 (S001-21, F13).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::text::Paragraphs;

/// How long a rating may be changed after it was given.
pub const EDITABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is said with the stars.
pub type Comment = Paragraphs<1000>;

/// 1 to 5 stars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(u8);

/// Not 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be from 1 to 5")]
pub struct NotStars;

impl TryFrom<u8> for Stars {
    type Error = NotStars;

    fn try_from(stars: u8) -> Result<Self, NotStars> {
        if (1..=5).contains(&stars) { Ok(Self(stars)) } else { Err(NotStars) }
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

/// What the customer thinks of how his ticket was handled: one to each completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 to 5.
    pub stars: Stars,
    /// What he wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
    /// When it was given first.
    pub at: Timestamp,
}
