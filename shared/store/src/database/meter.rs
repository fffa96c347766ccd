//! What a request spent in the database, as DynamoDB itself counts it.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::types::ConsumedCapacity;

use crate::Table;

/// Adds up the capacity of one request's calls. Clones share the sum.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Counted>>);

/// What is known of the calls so far.
#[derive(Debug, Default)]
struct Counted {
    spent: Spent,
    /// The highest wave of the calls that have ended.
    ended: u32,
}

/// Capacity spent and calls made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spent {
    /// Read request units.
    pub read: f64,
    /// Write request units.
    pub write: f64,
    /// How often the request waited for the database: calls that are under way together are one wave.
    pub waves: u32,
    /// The calls made: what the function's role must allow, and no more.
    pub calls: BTreeSet<Call>,
}

/// A call, as IAM sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The IAM action.
    pub action: &'static str,
    /// The table.
    pub table: Table,
    /// The index, if the call goes to one: it is a resource of its own.
    pub index: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Spend {
    Read,
    Write,
}

impl Meter {
    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.counted().spent.clone()
    }

    pub(crate) fn call(&self, action: &'static str, table: Table) {
        self.note(Call { action, table, index: None });
    }

    pub(crate) fn note(&self, call: Call) {
        self.counted().spent.calls.insert(call);
    }

    pub(crate) fn add<'a>(&self, spend: Spend, consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        let units: f64 = consumed.into_iter().filter_map(ConsumedCapacity::capacity_units).sum();
        let spent = &mut self.counted().spent;
        match spend {
            Spend::Read => spent.read += units,
            Spend::Write => spent.write += units,
        }
    }

    /// A call's wave is one more than the highest wave of the calls that had ended before it began.
    fn begin(&self) -> UnderWay<'_> {
        let mut counted = self.counted();
        let wave = counted.ended + 1;
        counted.spent.waves = counted.spent.waves.max(wave);
        UnderWay { meter: self, wave }
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call of the database that is noted when it begins and when it ends.
pub(crate) trait InWaves: Future + Sized + Send {
    /// The same call, noted in `meter`. It is on the heap: the SDK's future is 7 KB, and of calls that go out together
    /// every caller would hold all.
    fn noted(self, meter: &Meter) -> impl Future<Output = Self::Output> + Send {
        let call = Box::pin(self);
        async move {
            let _under_way = meter.begin();
            call.await
        }
    }
}

impl<F: Future + Send> InWaves for F {}

/// A call that was begun and has not ended. It ends when this is dropped: also when nobody waits for it any more.
struct UnderWay<'a> {
    meter: &'a Meter,
    wave: u32,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut counted = self.meter.counted();
        counted.ended = counted.ended.max(self.wave);
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use tokio::task::yield_now;
    use tokio::{join, select};

    use super::*;

    /// A call that waits, as every call of a database does.
    async fn call(meter: &Meter) {
        yield_now().noted(meter).await;
    }

    #[tokio::test]
    async fn calls_that_are_under_way_together_are_one_wave() {
        let meter = Meter::default();
        assert_eq!(meter.spent().waves, 0);
        join!(call(&meter), call(&meter), call(&meter));
        assert_eq!(meter.spent().waves, 1);
    }

    #[tokio::test]
    async fn each_call_that_waits_for_another_is_a_wave() {
        let meter = Meter::default();
        let in_turn = async {
            call(&meter).await;
            call(&meter).await;
        };
        join!(in_turn, call(&meter));
        call(&meter).await;
        assert_eq!(meter.spent().waves, 3);
    }

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_any_more_has_ended() {
        let meter = Meter::default();
        drop(call(&meter));
        assert_eq!(meter.spent().waves, 0, "it never began");
        select! { biased; () = call(&meter) => {}, () = ready(()) => {} }
        call(&meter).await;
        assert_eq!(meter.spent().waves, 2);
    }
}
