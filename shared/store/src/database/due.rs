//! What is to be looked at when its time comes: read part by part, by the schedules that work it off.

use foyer_domain::time::Timestamp;

use crate::entity::text;
use crate::item::Item;
use crate::page::Stretch;
use crate::{Key, Store, StoreError, Table};

/// A part of what is due, the longest due first.
#[derive(Debug)]
pub struct Due<T> {
    /// Its rows. One that cannot be read is an error by itself and stops none of the others.
    pub rows: Vec<(Key, Result<T, StoreError>)>,
    /// The place after which it goes on, if there may be more.
    pub next: Option<String>,
}

/// Rows that one query reads.
const PART: u32 = 200;

/// Sorts like the moments.
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{:013}", at.as_millisecond())
}

/// The place behind `after`, which no row has: the smallest letter that keys are made of is greater than this.
pub(crate) fn behind(after: Option<&str>) -> String {
    after.map_or_else(|| "0".to_owned(), |after| format!("{after}!"))
}

impl Store {
    /// What stands under `pk` up to `to`, as `row` reads it: a list whose keys themselves sort by the moments.
    pub(crate) async fn due_by_key<T>(
        &self,
        (table, pk): (Table, &str),
        to: &str,
        after: Option<&str>,
        row: impl Fn(Item) -> Result<T, StoreError>,
    ) -> Result<Due<T>, StoreError> {
        let from = behind(after);
        let stretch = Stretch { index: None, pk, from: &from, to, ascending: true, limit: PART, strong: true };
        let (items, goes_on) = self.stretch(table, stretch).await?;
        let next = items.last().filter(|_| goes_on).map(|last| Key::of(last).sk);
        Ok(Due { rows: items.into_iter().map(|item| (Key::of(&item), row(item))).collect(), next })
    }

    /// What stands in the index by moments under `pk` up to `now`: what each row is of, by its key.
    pub(crate) async fn due<T>(
        &self,
        pk: &str,
        now: Timestamp,
        after: Option<&str>,
        of: impl Fn(&Key) -> Option<T>,
    ) -> Result<Due<T>, StoreError> {
        let (from, to) = (behind(after), format!("{}~", moment(now)));
        let by_due = Some(("by_due", "gsi4"));
        let stretch = Stretch { index: by_due, pk, from: &from, to: &to, ascending: true, limit: PART, strong: false };
        let (items, goes_on) = self.stretch(Table::Tickets, stretch).await?;
        let next = items.last().and_then(|last| text(last, "gsi4sk")).filter(|_| goes_on).map(str::to_owned);
        let row = |item| {
            let key = Key::of(item);
            let named =
                of(&key).ok_or_else(|| StoreError::Corrupt { key: key.clone(), field: "pk".into(), problem: "names nothing".into() });
            (key, named)
        };
        Ok(Due { rows: items.iter().map(row).collect(), next })
    }
}
