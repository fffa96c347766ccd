//! A refusal whose time says nothing about what was found on the way to it (F7).

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Does `work`. What succeeds is answered at once; what is refused, at the next whole `step` since it began: two
/// refusals that differ by less than a step take the same time, whatever each of them read.
pub async fn refuse_in_steps<T, E>(step: Duration, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let began = Instant::now();
    let outcome = work.await;
    if outcome.is_err() {
        let steps = began.elapsed().as_micros() / step.as_micros() + 1;
        sleep_until(began + step.saturating_mul(u32::try_from(steps).unwrap_or(u32::MAX))).await;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ends_after(takes: u64, outcome: Result<(), ()>) -> u128 {
        let began = Instant::now();
        let work = async {
            tokio::time::sleep(Duration::from_millis(takes)).await;
            outcome
        };
        assert_eq!(refuse_in_steps(Duration::from_millis(50), work).await, outcome);
        began.elapsed().as_millis()
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_ends_at_a_whole_step_and_the_rest_at_once() {
        for (takes, refused) in [(0, 50), (1, 50), (49, 50), (50, 100), (51, 100), (120, 150)] {
            assert_eq!(ends_after(takes, Err(())).await, refused, "work of {takes} ms");
            assert_eq!(ends_after(takes, Ok(())).await, u128::from(takes));
        }
    }
}
