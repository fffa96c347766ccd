//! What a request spent in the database, as DynamoDB itself counts it.

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::mem::take;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::types::ConsumedCapacity;

use crate::{StoreError, Table};

/// Adds up the capacity of one request's calls. Clones share the sum.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Counted>>);

/// What is known of the calls so far.
#[derive(Debug, Default)]
struct Counted {
    spent: Spent,
    /// The highest wave of the calls that have ended.
    ended: u32,
    /// How many rows could not be read that something needed, less those that were left out after all.
    refused: i64,
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
    /// The rows that could not be read, each once.
    pub unreadable: BTreeSet<Unreadable>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreadable {
    /// Its key.
    pub key: String,
    /// Where in it.
    pub field: String,
    /// What is wrong there.
    pub problem: String,
    /// Whether it was left out of many. If not, the work that needed it was refused.
    pub left_out: bool,
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

    /// How many rows were left out because they could not be read.
    pub fn left_out(&self) -> usize {
        self.spent().unreadable.iter().filter(|row| row.left_out).count()
    }

    /// Does one of many things that stand each for itself: `None` if a row that it needs cannot be read. Any other error
    /// stays one, whatever the others meet that are under way together.
    pub async fn unless_unreadable<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<Option<T>, E> {
        let mut work = pin!(work);
        let mut refused = 0;
        // What is refused while it is this one's turn is refused to this one; less what it left out itself.
        let outcome = poll_fn(|context| {
            let before = self.counted().refused;
            let polled = work.as_mut().poll(context);
            refused += self.counted().refused - before;
            polled
        });
        match outcome.await {
            Ok(done) => Ok(Some(done)),
            Err(_) if refused > 0 => {
                self.leave_out(refused);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Those rows were left out after all: what needed them was one of many.
    fn leave_out(&self, refused: i64) {
        let mut counted = self.counted();
        counted.refused -= refused;
        counted.spent.unreadable =
            take(&mut counted.spent.unreadable).into_iter().map(|row| Unreadable { left_out: true, ..row }).collect();
    }

    /// Notes a row that could not be read. Any other error is none of its business.
    pub fn unreadable(&self, error: &StoreError, left_out: bool) {
        if let StoreError::Corrupt { key, field, problem } = error {
            let row = Unreadable { key: key.to_string(), field: field.clone(), problem: problem.clone(), left_out };
            let mut counted = self.counted();
            counted.refused += i64::from(!left_out);
            counted.spent.unreadable.insert(row);
        }
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
    fn corrupt(meter: &Meter) -> StoreError {
        let error = StoreError::Corrupt { key: crate::Key::nothing(), field: "name".into(), problem: "is empty".into() };
        meter.unreadable(&error, false);
        error
    }

    #[tokio::test]
    async fn of_many_at_once_those_that_need_a_damaged_row_are_left_out_and_no_others() {
        let meter = Meter::default();
        let damaged = async {
            yield_now().await;
            Err::<(), _>(corrupt(&meter))
        };
        let busy = async {
            yield_now().await;
            yield_now().await;
            Err::<(), _>(StoreError::Busy(String::new()))
        };
        let sound = async {
            yield_now().await;
            Ok::<_, StoreError>(())
        };
        let (damaged, busy, sound) = join!(meter.unless_unreadable(damaged), meter.unless_unreadable(busy), meter.unless_unreadable(sound));
        assert!(matches!((damaged, busy, sound), (Ok(None), Err(StoreError::Busy(_)), Ok(Some(())))));
        assert_eq!((meter.left_out(), meter.counted().refused), (1, 0));
    }

    #[tokio::test]
    async fn what_was_left_out_inside_explains_no_other_failure() {
        let meter = Meter::default();
        let inside = async {
            let left_out = meter.unless_unreadable(async { Err::<(), _>(corrupt(&meter)) }).await?;
            assert!(left_out.is_none());
            Err::<(), _>(StoreError::Busy(String::new()))
        };
        assert!(matches!(meter.unless_unreadable(inside).await, Err(StoreError::Busy(_))));
        assert!(matches!(meter.unless_unreadable(async { Err::<(), _>(corrupt(&meter)) }).await, Ok(None)));
    }
}
