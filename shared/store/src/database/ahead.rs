//! Rows that are read before they are asked for, so that an operation waits once for what it would otherwise read one
//! after the other.
//!
//! What an operation names as [`Ahead`] is read by one call. [`Store::get`] and the finders that are made of it then
//! take each row once; whoever asks a second time, because he tries again, reads what is there by then.

use std::collections::{BTreeSet, HashMap};

use crate::client::Freshness;
use crate::item::Item;
use crate::loaded::{Place, Unseen};
use crate::{Entity, Key, Store, StoreError, Table};

/// A row that will be asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ahead {
    pub(crate) table: Table,
    pub(crate) key: Key,
    pub(crate) strong: bool,
}

impl Ahead {
    /// The row of `key`, as [`Store::get`] reads it.
    pub fn of<T: Entity>(key: Key) -> Self {
        Self { table: T::TABLE, key, strong: true }
    }

    /// The same, a moment old perhaps, at half the price; unless another row of its table is wanted as it is now.
    pub fn lately<T: Entity>(key: Key) -> Self {
        Self { table: T::TABLE, key, strong: false }
    }
}

impl Store {
    /// Lets the rest of this request take rows that were read ahead.
    pub fn accept(&self, rows: Unseen) {
        self.loaded.keep(rows);
    }

    /// Reads the rows by one call, for whoever asks for them next.
    pub async fn load(&self, wanted: &[Ahead]) -> Result<(), StoreError> {
        if !wanted.is_empty() {
            self.accept(self.unseen(wanted).await?);
        }
        Ok(())
    }

    /// Reads the rows by one call. A call takes 100 keys; nobody names as many.
    pub(crate) async fn unseen(&self, wanted: &[Ahead]) -> Result<Unseen, StoreError> {
        let strong: BTreeSet<Table> = wanted.iter().filter(|row| row.strong).map(|row| row.table).collect();
        // A key that is named twice would be refused.
        let places: BTreeSet<Place> = wanted.iter().map(|row| (row.table, row.key.clone())).collect();
        let freshness = |table: Table| if strong.contains(&table) { Freshness::Strong } else { Freshness::Eventual };
        let found = self.batch(places.iter().cloned().collect(), freshness).await?;
        let mut rows: HashMap<Place, Option<Item>> = places.into_iter().map(|place| (place, None)).collect();
        rows.extend(found.into_iter().map(|(table, item)| ((table, Key::of(&item)), Some(item))));
        Ok(Unseen(rows))
    }
}
