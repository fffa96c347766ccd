//! The embedded DynamoDB with the template's tables.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dynoxide::actions::get_records::GetRecordsRequest;
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::streams::{shard_id, stream_arn};
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::LocalError;
use crate::data::{DATABASE, Data, unusable};
use crate::intrinsics::{ACCOUNT, REGION};
use crate::template::Table;

/// The database. Clones share it.
#[derive(Clone)]
pub struct Database {
    engine: dynoxide::Database,
    /// Another connection to its file, for what the engine does not offer; none in memory.
    beside: Option<Arc<Mutex<Connection>>>,
}

/// The engine looks for the last record of a table in each write, and for the next ones in each read.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS foyer_stream_positions ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// How long it waits for the engine.
const PATIENCE: Duration = Duration::from_secs(5);

/// Records that are removed in one go: the engine waits meanwhile.
const AT_ONCE: usize = 500;

impl Database {
    /// Opens the database and makes the tables that are not there.
    pub fn open(data: &Data, tables: &[Table]) -> Result<Self, LocalError> {
        let path = data.file(DATABASE)?;
        let database = match &path {
            None => Self::in_memory()?,
            Some(path) => Self::in_file(path)?,
        };
        for table in tables {
            let fits = database.ensure(table).map_err(|error| match &path {
                Some(path) => unusable(path, error),
                None => error,
            })?;
            if !fits {
                let problem = format!("the table {} has other keys or indexes than the template's", table.name);
                return Err(LocalError::OtherVersion { path: path.unwrap_or_default(), problem });
            }
        }
        Ok(database)
    }

    /// A committed write is with the operating system before the call returns (WAL, `synchronous` NORMAL), as in the
    /// runner's own files.
    fn in_file(path: &Path) -> Result<Self, LocalError> {
        let engine = dynoxide::Database::new(&path.to_string_lossy()).map_err(|error| unusable(path, error))?;
        // What sets `synchronous` to NORMAL again, and nothing else that differs.
        engine.disable_bulk_loading()?;
        let beside = Connection::open(path).and_then(|beside| {
            beside.execute_batch("PRAGMA synchronous = NORMAL;")?;
            beside.busy_timeout(PATIENCE)?;
            beside.execute_batch(INDEX)?;
            Ok(beside)
        });
        let beside = beside.map_err(|error| unusable(path, error))?;
        Ok(Self { engine, beside: Some(Arc::new(Mutex::new(beside))) })
    }

    /// In memory that is shared between two connections, of which the second makes the index and goes.
    fn in_memory() -> Result<Self, LocalError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("file:foyer-{}?mode=memory&cache=shared", NUMBER.fetch_add(1, Ordering::Relaxed));
        let engine = dynoxide::Database::new(&name)?;
        Connection::open(&name)?.execute_batch(INDEX)?;
        Ok(Self { engine, beside: None })
    }

    /// DynamoDB removes expired rows by and by; the program begins with it at each start, and nobody waits for it.
    pub(crate) fn remove_expired(&self) {
        let engine = self.engine.clone();
        // A thread of its own, for which the end of the process does not wait either.
        std::thread::spawn(move || {
            if let Err(error) = engine.sweep_ttl() {
                tracing::warn!(%error, "expired rows stay until the next start");
            }
        });
    }

    /// Removes the records of a table's stream up to this position. The last one stays: the next one's number follows
    /// it, even if the clock was put back.
    pub(crate) fn forget(&self, table: &str, position: &str) -> Result<(), LocalError> {
        let Some(beside) = &self.beside else {
            return Ok(());
        };
        let position = kept_as(position).ok_or_else(|| LocalError::Database(format!("{position} is no position in a stream")))?;
        let remove = "DELETE FROM _stream_records WHERE id IN (
            SELECT id FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2
            AND CAST(sequence_number AS INTEGER) < (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)
            LIMIT ?3)";
        loop {
            let beside = beside.lock().unwrap_or_else(PoisonError::into_inner);
            if beside.prepare_cached(remove)?.execute(params![table, position, AT_ONCE])? < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// The engine, for what goes around the wire.
    pub fn engine(&self) -> &dynoxide::Database {
        &self.engine
    }

    /// Writes a row around every rule: `PutItem`'s request in DynamoDB's JSON. For tests.
    pub fn put(&self, row: Value) -> Result<(), LocalError> {
        self.engine.put_item(request(row)?)?;
        Ok(())
    }

    /// Writes many rows around every rule, in DynamoDB's JSON; no stream tells of them. For tests.
    pub fn import(&self, table: &str, rows: Vec<Value>) -> Result<(), LocalError> {
        let rows = rows.into_iter().map(serde_json::from_value).collect::<Result<Vec<dynoxide::Item>, _>>()?;
        self.engine.import_items(table, rows, dynoxide::ImportOptions::default())?;
        Ok(())
    }

    /// Whether a table has any row.
    pub(crate) fn has_rows(&self, table: &str) -> Result<bool, LocalError> {
        let page = self.engine.scan(request(json!({ "TableName": table, "Limit": 1 }))?)?;
        Ok(serde_json::to_value(page)?["Count"] != 0)
    }

    /// Every row of a table, in DynamoDB's JSON. For tests.
    pub fn rows(&self, table: &str) -> Result<Vec<Value>, LocalError> {
        let mut rows = Vec::new();
        let mut start = Value::Null;
        loop {
            let page = self.engine.scan(request(json!({ "TableName": table, "ExclusiveStartKey": start }))?)?;
            let page = serde_json::to_value(page)?;
            rows.extend(page["Items"].as_array().into_iter().flatten().cloned());
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                return Ok(rows);
            }
        }
    }

    /// Makes a table that is not there; says whether one that is has the shape that it should have.
    fn ensure(&self, table: &Table) -> Result<bool, LocalError> {
        if self.engine.get_table_metadata(&table.name)?.is_some() {
            let described = self.engine.describe_table(request(json!({ "TableName": table.name }))?)?;
            let there = serde_json::to_value(described.table)?;
            self.begin_stream(table, &there)?;
            return Ok(shape(&there) == shape(&table.definition));
        }
        self.engine.create_table(request(table.definition.clone())?)?;
        if let Some(attribute) = &table.expires_by {
            let expiry = json!({ "AttributeName": attribute, "Enabled": true });
            self.engine.update_time_to_live(request(json!({ "TableName": table.name, "TimeToLiveSpecification": expiry }))?)?;
        }
        Ok(true)
    }

    /// Begins the stream of a table that had none in the version before: of what changes from now on.
    fn begin_stream(&self, table: &Table, there: &Value) -> Result<(), LocalError> {
        let (wanted, has) = (&table.definition["StreamSpecification"], !there["StreamSpecification"]["StreamViewType"].is_null());
        if !has && !wanted.is_null() {
            self.engine.update_table(request(json!({ "TableName": table.name, "StreamSpecification": wanted }))?)?;
        }
        Ok(())
    }

    /// Up to `limit` changes of a table after the one with this sequence number, as a function is given
    /// them.
    pub(crate) fn changes(&self, table: &str, after: Option<&str>, limit: usize) -> Result<Vec<Value>, LocalError> {
        let (kind, sequence_number) = match after {
            None => ("TRIM_HORIZON", None),
            Some(after) => ("AFTER_SEQUENCE_NUMBER", Some(after.to_owned())),
        };
        let position = GetShardIteratorRequest {
            stream_arn: stream_arn(table, "local"),
            shard_id: shard_id(table),
            shard_iterator_type: kind.to_owned(),
            sequence_number,
        };
        let shard_iterator = self.engine.get_shard_iterator(position)?.shard_iterator.unwrap_or_default();
        let found = self.engine.get_records(GetRecordsRequest { shard_iterator, limit: Some(limit) })?;
        let source = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/stream/local");
        let records = found.records.into_iter().map(|record| {
            let mut record = serde_json::to_value(record)?;
            record["eventSourceARN"] = source.clone().into();
            record["awsRegion"] = REGION.into();
            Ok(record)
        });
        records.collect()
    }
}

/// What the engine adds to the number of a record, so that it has the 21 digits of DynamoDB's.
const TO_21_DIGITS: u128 = 100_000_000_000_000_000_000;

/// A record's number as it is kept.
fn kept_as(position: &str) -> Option<i64> {
    i64::try_from(position.parse::<u128>().ok()?.checked_sub(TO_21_DIGITS)?).ok()
}

/// What cannot be changed once there are rows: keys and indexes.
fn shape(table: &Value) -> Value {
    let indexes = table.get("GlobalSecondaryIndexes").and_then(Value::as_array);
    let mut indexes: Vec<String> =
        indexes.into_iter().flatten().map(|index| format!("{} {}", index["IndexName"], keys(&index["KeySchema"]))).collect();
    indexes.sort_unstable();
    json!([keys(&table["KeySchema"]), indexes])
}

fn keys(schema: &Value) -> String {
    let keys = schema.as_array().into_iter().flatten().map(|key| format!("{}:{}", key["AttributeName"], key["KeyType"]));
    keys.collect::<Vec<_>>().join(",")
}

fn request<T: DeserializeOwned>(request: Value) -> Result<T, LocalError> {
    Ok(serde_json::from_value(request)?)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    const NAME: &str = "tickets";

    fn table() -> Table {
        let definition = json!({
            "TableName": NAME,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" },
        });
        Table { name: NAME.into(), definition, expires_by: None }
    }

    fn put(database: &Database, number: usize) {
        database.put(json!({ "TableName": NAME, "Item": { "pk": { "S": number.to_string() } } })).unwrap();
    }

    /// How many records there are, and the position of the last.
    fn kept(database: &Database) -> (usize, String) {
        let (mut count, mut end) = (0, None);
        loop {
            let changes = database.changes(NAME, end.as_deref(), 1_000).unwrap();
            let Some(last) = changes.last() else { return (count, end.unwrap()) };
            count += changes.len();
            end = Some(position(last));
        }
    }

    /// The last position that there can be.
    fn end_of_time() -> String {
        (TO_21_DIGITS + u128::from(u64::MAX / 2)).to_string()
    }

    fn position(record: &Value) -> String {
        record["dynamodb"]["SequenceNumber"].as_str().unwrap().to_owned()
    }

    #[expect(clippy::disallowed_methods, reason = "the time that writes take is what is measured")]
    fn now() -> Instant {
        Instant::now()
    }

    /// How long a few writes take, each with a look at what is new after `end`.
    fn turn(database: &Database, from: usize, end: &mut String) -> Duration {
        let began = now();
        for number in from..from + 20 {
            put(database, number);
            let new = database.changes(NAME, Some(end), 10).unwrap();
            assert_eq!(new.len(), 1);
            *end = position(&new[0]);
        }
        began.elapsed()
    }

    // A laptop is used for days: a write costs the same after 20,000 changes as after a hundred, in files and in memory,
    // even when nobody has removed one. They take turns, so that whatever else the machine does falls on both alike.
    #[test]
    fn a_write_costs_the_same_however_many_there_were_before() {
        let dir = tempfile::tempdir().unwrap();
        for data in [Data::Memory, Data::Dir(dir.path().to_owned())] {
            let other = match &data {
                Data::Memory => Data::Memory,
                Data::Dir(dir) => Data::Dir(dir.join("other")),
            };
            let (few, many) = (Database::open(&data, &[table()]).unwrap(), Database::open(&other, &[table()]).unwrap());
            (0..100).for_each(|number| put(&few, number));
            (0..20_000).for_each(|number| put(&many, number));
            let (mut short_end, mut long_end) = (kept(&few).1, kept(&many).1);
            let (mut short, mut long) = (Vec::new(), Vec::new());
            for round in 0..15 {
                short.push(turn(&few, 20_000 + round * 20, &mut short_end));
                long.push(turn(&many, 20_000 + round * 20, &mut long_end));
            }
            short.sort_unstable();
            long.sort_unstable();
            // With every record read in each write it is more than a hundred times.
            assert!(long[7] < short[7] * 3, "{:?} after 20,000 changes, {:?} after 100", long[7], short[7]);
        }
    }

    #[test]
    fn delivered_records_go_and_the_next_ones_follow_them() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::open(&Data::Dir(dir.path().to_owned()), &[table()]).unwrap();
        (0..900).for_each(|number| put(&database, number));
        let middle = position(&database.changes(NAME, None, 700).unwrap()[699]);
        database.forget(NAME, &middle).unwrap();
        database.forget("another", &end_of_time()).unwrap();
        let (count, end) = kept(&database);
        assert_eq!(count, 200);
        // The last one stays, so that the next has a larger number whatever the clock says.
        database.forget(NAME, &end).unwrap();
        assert_eq!(kept(&database), (1, end.clone()));
        put(&database, 1_000);
        let next = database.changes(NAME, Some(&end), 10).unwrap();
        assert_eq!(next.len(), 1);
        assert!(kept_as(&position(&next[0])) > kept_as(&end));
    }

    // a data directory of the version before, in which a table had no stream
    #[test]
    fn a_table_gets_a_stream_when_it_is_opened_again() {
        let database = Database::in_memory().unwrap();
        let with = table();
        let mut without = table();
        without.definition.as_object_mut().unwrap().remove("StreamSpecification");
        assert!(database.ensure(&without).unwrap());
        put(&database, 1);
        assert!(database.ensure(&with).unwrap());
        put(&database, 2);
        let changes = database.changes(NAME, None, 10).unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0]["dynamodb"]["Keys"]["pk"]["S"], "2");
    }
}
