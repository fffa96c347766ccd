//! What was read ahead and waits to be taken.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::item::Item;
use crate::{Key, Table};

/// Where a row stands.
pub(crate) type Place = (Table, Key);

/// Rows that were read and that nobody has looked at; a row that is known not to be there is `None`.
#[must_use]
pub struct Unseen(pub(crate) HashMap<Place, Option<Item>>);

impl fmt::Debug for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// A row that was named ahead.
enum Named {
    /// It was read, and waits to be taken.
    Read(Option<Item>),
    /// It was taken.
    Taken,
}

/// What a request has named ahead. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Loaded(Arc<Mutex<HashMap<Place, Named>>>);

/// What is known of a row.
pub(crate) enum Known {
    /// It was read; now it is taken.
    Row(Option<Item>),
    /// It was taken before.
    Taken,
    /// Nobody named it.
    Nothing,
}

impl Loaded {
    pub(crate) fn take(&self, table: Table, key: &Key) -> Known {
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(row) = named.get_mut(&(table, key.clone())) else { return Known::Nothing };
        match std::mem::replace(row, Named::Taken) {
            Named::Read(row) => Known::Row(row),
            Named::Taken => Known::Taken,
        }
    }

    pub(crate) fn keep(&self, rows: Unseen) {
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        named.extend(rows.0.into_iter().map(|(place, row)| (place, Named::Read(row))));
    }
}

impl Unseen {
    /// Takes a row out.
    pub(crate) fn take(&mut self, table: Table, key: Key) -> Option<Item> {
        self.0.remove(&(table, key)).flatten()
    }
}
