//! The connection and the single-row calls; every call is metered.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::types::{KeysAndAttributes, ReturnConsumedCapacity};

use crate::entity::{Entity, Versioned, read, write};
pub(crate) use crate::item::Item;
use crate::loaded::{Known, Loaded};
use crate::meter::{InWaves as _, Spend};
use crate::{Key, Meter, StoreError, Table, Tables};

/// The database, as one request uses it.
#[derive(Clone)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) tables: Tables,
    pub(crate) meter: Meter,
    pub(crate) loaded: Loaded,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("tables", &self.tables).finish_non_exhaustive()
    }
}

/// How fresh a read must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Sees every write made before it: for whatever leads to a write or an answer about rights.
    Strong,
    /// May be a moment behind, at half the price: for lists.
    Eventual,
}

/// How long at most before a call that failed is made again, doubled each time. The SDK's own is a second, made
/// for services that answer in seconds; DynamoDB answers in milliseconds, and somebody waits.
const BACKOFF: Duration = Duration::from_millis(50);

impl Store {
    /// Connects with the SDK's shared configuration. No call is made.
    pub fn connect(config: &aws_types::SdkConfig, tables: Tables) -> Self {
        let retries = RetryConfig::standard().with_initial_backoff(BACKOFF);
        let config = aws_sdk_dynamodb::config::Builder::from(config).retry_config(retries).build();
        Self::with_client(Client::from_conf(config), tables)
    }

    /// Uses a client that was made elsewhere (tests that inject faults).
    pub fn with_client(client: Client, tables: Tables) -> Self {
        Self { client, tables, meter: Meter::default(), loaded: Loaded::default() }
    }

    /// The same connection with a meter of its own and nothing read ahead, for one request.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        Self { meter, loaded: Loaded::default(), ..self.clone() }
    }

    /// What this store's meter counted.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Opens the connection before the first request needs it: in Lambda's init phase the handshake runs
    /// on a full CPU (900 ms at 128 MB otherwise). The row asked for does not exist.
    pub async fn warm_up(&self) -> Result<(), StoreError> {
        self.get_item(Table::Sessions, &Key::nothing(), Freshness::Eventual).await.map(|_| ())
    }

    /// Reads one row, or takes it if it was read [ahead](crate::ahead). One that was named ahead and taken is read
    /// again by the call that read it before, so that the function's role needs the right to no other.
    pub async fn get<T: Entity>(&self, key: &Key) -> Result<Option<Versioned<T>>, StoreError> {
        self.item(T::TABLE, key, Freshness::Strong).await?.map(|item| self.needed(item)).transpose()
    }

    /// The same row as it stands.
    pub(crate) async fn item(&self, table: Table, key: &Key, freshness: Freshness) -> Result<Option<Item>, StoreError> {
        match self.loaded.take(table, key) {
            Known::Row(item) => Ok(item),
            Known::Taken => Ok(self.batch_get(vec![(table, key.clone())], freshness).await?.pop()),
            Known::Nothing => self.get_item(table, key, freshness).await,
        }
    }

    /// Reads one row in a batch of one, for whoever may do nothing else, or takes it if it was read ahead.
    pub(crate) async fn get_in_batch<T: Entity>(&self, key: &Key, freshness: Freshness) -> Result<Option<Versioned<T>>, StoreError> {
        let item = match self.loaded.take(T::TABLE, key) {
            Known::Row(item) => item,
            Known::Taken | Known::Nothing => self.batch_get(vec![(T::TABLE, key.clone())], freshness).await?.pop(),
        };
        item.map(|item| self.needed(item)).transpose()
    }

    /// Reads a row that what is done depends on. One that cannot be read is an error, and noted.
    pub(crate) fn needed<T: Entity>(&self, item: Item) -> Result<Versioned<T>, StoreError> {
        read(item).map_err(|error| self.refused(error))
    }

    /// Notes that what is done depends on a row that cannot be read.
    pub(crate) fn refused(&self, error: StoreError) -> StoreError {
        self.meter.unreadable(&error, false);
        error
    }

    /// Reads rows of which each stands for itself. One that cannot be read is left out, and noted: it must not take
    /// down the others.
    pub(crate) fn readable<T: Entity>(&self, items: impl IntoIterator<Item = Item>) -> Vec<Versioned<T>> {
        let readable = |item| read(item).inspect_err(|error| self.meter.unreadable(error, true)).ok();
        items.into_iter().filter_map(readable).collect()
    }

    /// Reads many rows of one kind, in the order of `keys`; what is not there, or cannot be read, is left out. Those
    /// that were read ahead are taken.
    pub async fn get_many<T: Entity>(&self, keys: &[Key], freshness: Freshness) -> Result<Vec<Versioned<T>>, StoreError> {
        let mut found: HashMap<Key, Item> = HashMap::new();
        let mut unread = Vec::new();
        for key in keys {
            match self.loaded.take(T::TABLE, key) {
                Known::Row(row) => found.extend(row.map(|item| (key.clone(), item))),
                Known::Taken | Known::Nothing => unread.push(key),
            }
        }
        // A batch takes 100 keys.
        for chunk in unread.chunks(100) {
            let wanted = chunk.iter().map(|key| (T::TABLE, (*key).clone())).collect();
            for item in self.batch_get(wanted, freshness).await? {
                found.insert(Key::of(&item), item);
            }
        }
        Ok(self.readable(keys.iter().filter_map(|key| found.remove(key))))
    }

    pub(crate) async fn get_item(&self, table: Table, key: &Key, freshness: Freshness) -> Result<Option<Item>, StoreError> {
        self.meter.call("dynamodb:GetItem", table);
        let answer = self
            .client
            .get_item()
            .table_name(self.tables.name(table))
            .set_key(Some(key.item()))
            .consistent_read(freshness == Freshness::Strong)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .noted(&self.meter)
            .await?;
        self.meter.add(Spend::Read, answer.consumed_capacity());
        Ok(answer.item)
    }

    /// Reads rows of any tables in one call, in no order.
    pub(crate) async fn batch_get(&self, wanted: Vec<(Table, Key)>, freshness: Freshness) -> Result<Vec<Item>, StoreError> {
        let rows = self.batch(wanted, |_| freshness).await?;
        Ok(rows.into_iter().map(|(_, item)| item).collect())
    }

    /// The same, each row with its table, as fresh as is said for the table.
    pub(crate) async fn batch(
        &self,
        wanted: Vec<(Table, Key)>,
        freshness: impl Fn(Table) -> Freshness + Send,
    ) -> Result<Vec<(Table, Item)>, StoreError> {
        let mut requests: HashMap<String, KeysAndAttributes> = HashMap::new();
        for table in Table::ALL {
            let keys: Vec<Item> = wanted.iter().filter(|(of, _)| *of == table).map(|(_, key)| key.item()).collect();
            if keys.is_empty() {
                continue;
            }
            self.meter.call("dynamodb:BatchGetItem", table);
            let strong = freshness(table) == Freshness::Strong;
            let request = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(strong).build();
            requests.insert(self.tables.name(table).to_owned(), request.map_err(|error| StoreError::Refused(error.to_string()))?);
        }
        let mut rows = Vec::new();
        while !requests.is_empty() {
            let answer = self
                .client
                .batch_get_item()
                .set_request_items(Some(requests))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .noted(&self.meter)
                .await?;
            self.meter.add(Spend::Read, answer.consumed_capacity());
            let got = rows.len();
            let mut found = answer.responses.unwrap_or_default();
            for table in Table::ALL {
                let items = found.remove(self.tables.name(table)).unwrap_or_default();
                rows.extend(items.into_iter().map(|item| (table, item)));
            }
            // A batch may come back in parts when it is large or the table is busy; one that brings
            // nothing is busy.
            requests = answer.unprocessed_keys.unwrap_or_default();
            if !requests.is_empty() && rows.len() == got {
                return Err(StoreError::Busy("a batch read brought nothing".into()));
            }
        }
        Ok(rows)
    }

    /// Writes one row that must not exist yet; `false` if it does.
    pub async fn insert<T: Entity>(&self, value: &T) -> Result<bool, StoreError> {
        self.put_if(T::TABLE, write(value, 1)?, "attribute_not_exists(pk)", None).await
    }

    /// Writes one row over the one that was read; `false` if another write got in between.
    pub async fn update<T: Entity>(&self, read: &Versioned<T>, next: &T) -> Result<bool, StoreError> {
        self.put_if(T::TABLE, write(next, read.version + 1)?, "version = :version", Some(read.version)).await
    }

    pub(crate) async fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError> {
        self.meter.call("dynamodb:DeleteItem", table);
        let answer = self
            .client
            .delete_item()
            .table_name(self.tables.name(table))
            .set_key(Some(key.item()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .noted(&self.meter)
            .await?;
        self.meter.add(Spend::Write, answer.consumed_capacity());
        Ok(())
    }
}
