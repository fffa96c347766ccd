//! The clock that everything here is measured with.

use std::time::{Duration, Instant};

/// Now.
#[expect(clippy::disallowed_methods, reason = "times are what is measured")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Lets time pass: for polling what says by itself when it is ready to nobody.
#[expect(clippy::disallowed_methods, reason = "what is polled is another process or thread")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Samples of a time, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// The samples, in any order.
    pub(crate) fn new(mut samples: Vec<Duration>) -> Self {
        samples.sort_unstable();
        Self(samples)
    }

    /// The time that so many hundredths of the samples do not exceed; nothing if there are none.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last * percent).div_ceil(100)).copied().unwrap_or_default()
    }

    /// With the samples that a closed loop leaves out: while one request hangs, those that would have followed it
    /// are not sent, and would have waited too ("coordinated omission").
    #[must_use]
    pub(crate) fn corrected(self) -> Self {
        let usual = self.percentile(50).max(Duration::from_micros(10));
        let mut all = Vec::with_capacity(self.0.len());
        for sample in self.0 {
            let mut left = Some(sample);
            while let Some(waited) = left.filter(|waited| !waited.is_zero()) {
                all.push(waited);
                left = waited.checked_sub(usual);
                if left.is_some_and(|left| left < usual) {
                    break;
                }
            }
        }
        Self::new(all)
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// In milliseconds.
pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
