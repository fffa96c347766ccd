//! How long one must wait after how many failed logins.
//!
//! Every attempt is counted before its password is looked at, so that fifty at once are fifty. After the
//! free ones each further attempt opens a closed window: until it ends, all attempts are refused. The
//! window is short and never permanent, so nobody can lock another person out for long.

use jiff::SignedDuration;

/// Counters forget after this long without an attempt.
pub const MEMORY: SignedDuration = SignedDuration::from_mins(60);

/// What attempts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// By login name, known or not.
    Name,
    /// By network address; many people may share one.
    Source,
    /// The own password, given again by who is signed in, by account: no login name shares this counter.
    Again,
    /// Codes of a second factor, by account: apart from passwords, so that neither hides the other.
    Code,
}

impl Counted {
    /// Attempts that are never delayed.
    pub fn free(self) -> u32 {
        match self {
            Self::Name | Self::Again | Self::Code => 5,
            Self::Source => 50,
        }
    }

    /// How long the next attempt must wait once `attempts` have been made: doubling from one second to
    /// fifteen minutes.
    pub fn delay(self, attempts: u32) -> Option<SignedDuration> {
        let over = attempts.checked_sub(self.free())?;
        if over == 0 {
            return None;
        }
        let seconds = 1_i64 << (over - 1).min(20);
        Some(SignedDuration::from_secs(seconds.min(15 * 60)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F7: growing, bounded, never permanent
    #[test]
    fn delays_grow_and_end() {
        let seconds = |attempts| Counted::Name.delay(attempts).map(|delay| delay.as_secs());
        assert_eq!((0..=5).find_map(seconds), None);
        assert_eq!([6, 7, 8, 9].map(seconds), [Some(1), Some(2), Some(4), Some(8)]);
        assert_eq!(seconds(u32::MAX), Some(900));
        assert_eq!(Counted::Source.delay(50), None);
    }
}
