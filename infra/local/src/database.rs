//! The embedded DynamoDB with the template's tables.

use dynoxide::actions::get_records::GetRecordsRequest;
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::streams::{shard_id, stream_arn};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::LocalError;
use crate::data::{Data, unusable};
use crate::intrinsics::{ACCOUNT, REGION};
use crate::template::Table;

/// The database. Clones share it.
#[derive(Clone)]
pub struct Database(dynoxide::Database);

/// The file it is in.
const FILE: &str = "database.sqlite";

impl Database {
    /// Opens the database and makes the tables that are not there.
    pub fn open(data: &Data, tables: &[Table]) -> Result<Self, LocalError> {
        let path = data.file(FILE)?;
        let engine = match &path {
            None => dynoxide::Database::memory()?,
            Some(path) => dynoxide::Database::new(&path.to_string_lossy()).map_err(|error| unusable(path, error))?,
        };
        let database = Self(engine);
        for table in tables {
            database.ensure(table).map_err(|error| match (error, &path) {
                (LocalError::Database(problem), Some(path)) => LocalError::OtherVersion { path: path.clone(), problem },
                (error, _) => error,
            })?;
        }
        // DynamoDB removes expired rows by and by; here it happens at each start.
        database.0.sweep_ttl()?;
        Ok(database)
    }

    /// The engine, for what goes around the wire.
    pub fn engine(&self) -> &dynoxide::Database {
        &self.0
    }

    /// Writes a row around every rule: `PutItem`'s request in DynamoDB's JSON. For tests.
    pub fn put(&self, row: Value) -> Result<(), LocalError> {
        self.0.put_item(request(row)?)?;
        Ok(())
    }

    /// Every row of a table, in DynamoDB's JSON. For tests.
    pub fn rows(&self, table: &str) -> Result<Vec<Value>, LocalError> {
        let mut rows = Vec::new();
        let mut start = Value::Null;
        loop {
            let page = self.0.scan(request(json!({ "TableName": table, "ExclusiveStartKey": start }))?)?;
            let page = serde_json::to_value(page)?;
            rows.extend(page["Items"].as_array().into_iter().flatten().cloned());
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                return Ok(rows);
            }
        }
    }

    fn ensure(&self, table: &Table) -> Result<(), LocalError> {
        if self.0.get_table_metadata(&table.name)?.is_some() {
            let described = self.0.describe_table(request(json!({ "TableName": table.name }))?)?;
            let there = serde_json::to_value(described.table)?;
            if shape(&there) != shape(&table.definition) {
                return Err(LocalError::Database(format!("the table {} has other keys or indexes than the template's", table.name)));
            }
            return Ok(());
        }
        self.0.create_table(request(table.definition.clone())?)?;
        if let Some(attribute) = &table.expires_by {
            let expiry = json!({ "AttributeName": attribute, "Enabled": true });
            self.0.update_time_to_live(request(json!({ "TableName": table.name, "TimeToLiveSpecification": expiry }))?)?;
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
        let shard_iterator = self.0.get_shard_iterator(position)?.shard_iterator.unwrap_or_default();
        let found = self.0.get_records(GetRecordsRequest { shard_iterator, limit: Some(limit) })?;
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

/// What cannot be changed once there are rows: keys, indexes and whether there is a stream.
fn shape(table: &Value) -> Value {
    let indexes = table.get("GlobalSecondaryIndexes").and_then(Value::as_array);
    let mut indexes: Vec<String> =
        indexes.into_iter().flatten().map(|index| format!("{} {}", index["IndexName"], keys(&index["KeySchema"]))).collect();
    indexes.sort_unstable();
    json!([keys(&table["KeySchema"]), indexes, table["StreamSpecification"]["StreamViewType"]])
}

fn keys(schema: &Value) -> String {
    let keys = schema.as_array().into_iter().flatten().map(|key| format!("{}:{}", key["AttributeName"], key["KeyType"]));
    keys.collect::<Vec<_>>().join(",")
}

fn request<T: DeserializeOwned>(request: Value) -> Result<T, LocalError> {
    Ok(serde_json::from_value(request)?)
}
