//! Working off what is due: several at once, until nothing is due or the invocation's time is nearly over. What is
//! left then is found by the next tick, which is never more than a minute away.

use std::future::Future;

use foyer_store::{Due, StoreError};
use futures::stream::{self, StreamExt as _};

use crate::Deps;
use crate::operation::EventFailure;

/// Pieces of work that go on at once: enough to hide the way to the database, few enough for its connections.
const AT_ONCE: usize = 16;

/// Where to look.
#[derive(Debug, Clone, Copy)]
pub struct Shards {
    /// Shards of the list.
    pub shards: u64,
    /// Rows of one piece of work.
    pub together: usize,
}

/// How a sweep went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows that were looked at.
    pub looked_at: u64,
    /// Rows that cannot be read or whose work failed: the next sweep tries again.
    pub failed: u64,
    /// Whether the time was over before everything was looked at.
    pub left: bool,
}

/// Looks at everything that `part` finds in the shards, and adds up what came of it. A row that cannot be read, or
/// that fails, is logged with its key, counted, and stops nothing else; so is a shard that cannot be read.
pub async fn sweep<T, P, PF, E, EF, O>(deps: &Deps, over: Shards, part: P, each: E, mut add: impl FnMut(O)) -> Swept
where
    P: Fn(Deps, u64, Option<String>) -> PF,
    PF: Future<Output = Result<Due<T>, StoreError>>,
    E: Fn(Deps, Vec<T>) -> EF,
    EF: Future<Output = Result<O, EventFailure>>,
{
    let mut swept = Swept::default();
    for shard in 0..over.shards {
        let mut after = None;
        loop {
            if deps.is_nearly_over() {
                return Swept { left: true, ..swept };
            }
            let due = match part(deps.clone(), shard, after).await {
                Ok(due) => due,
                Err(error) => {
                    swept.failed += 1;
                    tracing::error!(%error, shard, "what is due cannot be read");
                    break;
                }
            };
            work_off(deps, over.together, due.rows, &each, &mut add, &mut swept).await;
            after = due.next;
            if after.is_none() {
                break;
            }
        }
    }
    swept
}

/// A row that is due and cannot be read. One that is damaged is noted, and told once with the others at the end.
fn pass_over(deps: &Deps, key: &foyer_store::Key, error: &StoreError) {
    match error {
        StoreError::Corrupt { .. } => deps.store.meter().unreadable(error, true),
        other => tracing::error!(error = %other, %key, "a row that is due cannot be read and is passed over"),
    }
}

async fn work_off<T, E, EF, O>(
    deps: &Deps,
    together: usize,
    rows: Vec<(foyer_store::Key, Result<T, StoreError>)>,
    each: &E,
    add: &mut impl FnMut(O),
    swept: &mut Swept,
) where
    E: Fn(Deps, Vec<T>) -> EF,
    EF: Future<Output = Result<O, EventFailure>>,
{
    let mut pieces: Vec<(String, Vec<T>)> = Vec::new();
    for (key, row) in rows {
        match row {
            Ok(row) => match pieces.last_mut() {
                Some((_, piece)) if piece.len() < together => piece.push(row),
                _ => pieces.push((key.to_string(), vec![row])),
            },
            Err(error) => {
                swept.looked_at += 1;
                swept.failed += 1;
                pass_over(deps, &key, &error);
            }
        }
    }
    let mut working = stream::iter(pieces)
        .map(|(key, piece)| {
            let rows = u64::try_from(piece.len()).unwrap_or(0);
            let work = (!deps.is_nearly_over()).then(|| each(deps.clone(), piece));
            async move {
                match work {
                    Some(work) => Some((key, rows, work.await)),
                    None => None,
                }
            }
        })
        .buffer_unordered(AT_ONCE);
    while let Some(worked) = working.next().await {
        match worked {
            None => swept.left = true,
            Some((_, rows, Ok(outcome))) => {
                swept.looked_at += rows;
                add(outcome);
            }
            Some((key, rows, Err(error))) => {
                swept.looked_at += rows;
                swept.failed += rows;
                tracing::error!(%error, key, "work that was due failed and is tried again");
            }
        }
    }
}
