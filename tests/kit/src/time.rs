//! A clock that is set and dice that fall the same in every run.

use std::sync::{Mutex, PoisonError};

use foyer_domain::time::{Clock, Entropy, SignedDuration, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

/// A clock that stands still until it is moved, unless looking at it takes time.
#[derive(Debug)]
pub struct TestClock(Mutex<Hands>);

#[derive(Debug)]
struct Hands {
    now: Timestamp,
    each_look: SignedDuration,
}

impl Default for TestClock {
    /// A Monday morning.
    fn default() -> Self {
        Self(Mutex::new(Hands { now: "2026-01-05T08:00:00Z".parse().expect("it is a time"), each_look: SignedDuration::ZERO }))
    }
}

impl TestClock {
    /// Lets time pass.
    pub fn advance(&self, by: SignedDuration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).now += by;
    }

    /// From now on, this much time passes with each look at the clock: work takes time that nobody has to wait.
    pub fn pass_with_each_look(&self, time: SignedDuration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).each_look = time;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let mut hands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let each_look = hands.each_look;
        hands.now += each_look;
        hands.now
    }
}

/// Random bytes from a seed.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// The same seed, the same bytes.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
