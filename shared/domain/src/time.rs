//! Time and randomness as parameters, so that every rule can be run at any moment with any dice.

pub use jiff::{SignedDuration, Timestamp};

/// Tells the time. The only source of it in the system; tests set their own.
pub trait Clock: Send + Sync {
    /// Now, cut to whole milliseconds (what ids and stored times hold).
    fn now(&self) -> Timestamp;
}

/// Gives random bytes fit for secrets.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// A random number below `bound`, without bias. `bound` must not be 0.
pub fn below(entropy: &dyn Entropy, bound: u32) -> u32 {
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let mut bytes = [0_u8; 4];
        entropy.fill(&mut bytes);
        let number = u32::from_le_bytes(bytes);
        if number < limit {
            return number % bound;
        }
    }
}

/// `count` characters drawn from `alphabet` (ASCII).
pub fn characters(entropy: &dyn Entropy, alphabet: &[u8], count: usize) -> String {
    let size = u32::try_from(alphabet.len()).unwrap_or(u32::MAX);
    (0..count).map(|_| char::from(alphabet[below(entropy, size) as usize])).collect()
}

#[cfg(test)]
pub(crate) mod testing {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Entropy;

    /// Bytes that count up: different every time, the same in every run.
    #[derive(Default)]
    pub(crate) struct Counting(AtomicU64);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                let mixed = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                *byte = mixed.to_be_bytes()[0];
            }
        }
    }
}
