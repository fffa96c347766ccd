//! How long one must wait after how many failed logins.
//!
//! Every attempt is counted before its password is looked at, so that fifty at once are fifty. After the
//! free ones each further attempt opens a closed window: until it ends, all attempts are refused. The
//! window is short and never permanent.
//!
//! Who guesses closes the window for himself: attempts are counted by the name and where they come from together.
//! Above that there is a bound for a name, which many sources reach together, and one for a source, which tries many
//! names. Who never failed at the name from where he is, or is at a device that logged in before, gets through both.

use std::net::IpAddr;

use jiff::SignedDuration;

/// Counters forget after this long without an attempt.
pub const MEMORY: SignedDuration = SignedDuration::from_mins(60);

/// What attempts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// By login name, known or not, and [`site`] together.
    NameFromSource,
    /// By login name, from wherever: the bound for many sources together.
    Name,
    /// By network; many people may share one.
    Source,
    /// By a device from which the account was logged in to before.
    Device,
    /// The own password, given again by who is signed in, by account: no login name shares this counter.
    Again,
    /// Codes of a second factor, by account: apart from passwords, so that neither hides the other.
    Code,
}

impl Counted {
    /// Attempts that are never delayed.
    pub fn free(self) -> u32 {
        match self {
            Self::NameFromSource | Self::Device | Self::Again | Self::Code => 5,
            Self::Source => 50,
            Self::Name => 100,
        }
    }

    /// Its name in keys: no two kinds share a counter, whatever is counted by them.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NameFromSource => "name-from",
            Self::Name => "name",
            Self::Source => "source",
            Self::Device => "device",
            Self::Again => "again",
            Self::Code => "code",
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

/// What a network address is counted as: of IPv6 the 64 bits that somebody is given together, who could take another
/// address for each attempt otherwise.
pub fn network(source: &str) -> String {
    match source.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(address) => address.to_canonical().to_string(),
        Err(_) => source.to_owned(),
    }
}

/// What is counted together with a name: of IPv6 the 48 bits that a site is given, which has 65,536 networks to come from
/// otherwise. Others at the site are counted with their own names.
pub fn site(source: &str) -> String {
    match source.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
        _ => network(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_what_somebody_is_given_together() {
        let same = |one: &str, other: &str| network(one) == network(other);
        assert!(same("2001:db8:1:2::1", "2001:DB8:1:2:ffff::9") && !same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        assert!(same("203.0.113.7", "::ffff:203.0.113.7") && !same("203.0.113.7", "203.0.113.8"));
        assert_eq!(network("somewhere"), "somewhere");
    }

    #[test]
    fn a_site_is_what_has_many_networks() {
        let same = |one: &str, other: &str| site(one) == site(other);
        assert!(same("2001:db8:1:2::1", "2001:db8:1:3::1") && !same("2001:db8:1:2::1", "2001:db8:2:2::1"));
        assert!(same("203.0.113.7", "::ffff:203.0.113.7") && !same("203.0.113.7", "203.0.113.8"));
    }

    // F7: growing, bounded, never permanent
    #[test]
    fn delays_grow_and_end() {
        let seconds = |attempts| Counted::NameFromSource.delay(attempts).map(|delay| delay.as_secs());
        assert_eq!((0..=5).find_map(seconds), None);
        assert_eq!([6, 7, 8, 9].map(seconds), [Some(1), Some(2), Some(4), Some(8)]);
        assert_eq!(seconds(u32::MAX), Some(900));
        assert_eq!((Counted::Source.delay(50), Counted::Name.delay(100)), (None, None));
    }
}
